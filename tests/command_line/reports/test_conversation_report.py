from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from command_line.reports.conversation_report import marked_draft, turn_lines
from design_sessions.status import Usage
from design_sessions.store.turn_records import TurnRecord

STARTED = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
TURN = TurnRecord(
    session_id=UUID(int=1),
    turn=2,
    conversation=1,
    attempt=1,
    state="finished",
    owner="worker",
    request=[
        {
            "type": "tool_result",
            "tool_use_id": "t",
            "is_error": True,
            "content": [{"type": "text", "text": "2 problems:\nline 3: empty section"}],
        }
    ],
    response=[
        {"type": "text", "text": "I will mend it."},
        {"type": "tool_use", "name": "submit_design", "input": {"document": "x" * 500}},
    ],
    stop_reason="tool_use",
    usage=Usage(input_tokens=1_500, output_tokens=200, cost_usd=0.02),
    started_at=STARTED,
    finished_at=STARTED + timedelta(seconds=4),
)


def lines(turn: TurnRecord) -> list[str]:
    return [line.plain for line in turn_lines(turn)]


def test_a_turn_says_what_was_sent_and_answered_and_what_it_cost() -> None:
    first, *rest = lines(TURN)

    assert "turn 2" in first
    assert "tool_use  4s  1.5k in, 200 out (0 from the cache), $0.0200" in first
    assert rest == [
        "    sent      result: error: 2 problems: line 3: empty section",
        "    answered  I will mend it.",
        "    answered  submit_design(document=<500 characters>)",
    ]


def test_a_failed_turn_names_the_error_and_how_often() -> None:
    failed = TURN.model_copy(
        update={
            "state": "failed",
            "response": None,
            "error": "529 overloaded",
            "error_count": 3,
            "first_error_at": STARTED,
        }
    )

    text = "\n".join(lines(failed))

    assert "failed" in text
    assert "3 errors in a row since" in text
    assert "the last: 529 overloaded" in text


def test_errors_are_marked_below_their_lines() -> None:
    marked = [line.plain for line in marked_draft("# A\n\n## B", [(3, "empty"), (99, "gone")])]

    assert marked == ["    1 # A", "    2 ", "    3 ## B", "    ^ empty", "    ^ gone"]


def test_a_turn_that_was_under_way_when_its_session_ended_is_broken_off() -> None:
    claimed = TURN.model_copy(update={"state": "claimed"})

    running, ended = (next(iter(turn_lines(claimed, running=going))) for going in (True, False))

    assert "in progress" in running.plain
    assert "interrupted" in ended.plain
