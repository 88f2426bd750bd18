from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from design_sessions.agent import conversation
from design_sessions.agent.conversation import (
    CONTINUE,
    ENDED,
    build_messages,
    next_user_blocks,
    text_block,
    with_cache_marks,
)
from design_sessions.agent.tools import ToolAnswer

OPENING = [text_block("Write the design.")]


@dataclass
class Turn:
    turn: int
    response: list[dict[str, Any]] | None = None
    request: list[dict[str, Any]] = field(default_factory=list)
    stop_reason: str | None = "tool_use"
    state: str = "finished"


def use(id_: str, name: str, **arguments: Any) -> dict[str, Any]:
    return {"type": "tool_use", "id": id_, "name": name, "input": arguments}


def read(name: str, arguments: object) -> ToolAnswer:
    return ToolAnswer(text=f"{name} {arguments}", is_error=name == "unknown")


def blocks(
    *turns: Turn,
    turn: int = 9,
    notes: tuple[str, ...] = (),
    feedback: ToolAnswer | None = None,
) -> list[dict[str, Any]]:
    return next_user_blocks(turns, turn=turn, notes=notes, feedback=feedback, read=read)


def test_the_first_turn_adds_the_notes_to_the_opening() -> None:
    assert blocks(turn=1) == []
    made = blocks(turn=1, notes=("Guidance: be brief", " "))
    assert made == [text_block("Guidance: be brief")]
    messages = build_messages(OPENING, [], turn=1, user_blocks=made)
    assert messages == [{"role": "user", "content": [*OPENING, *made]}]


def test_every_call_gets_exactly_one_result_before_any_text() -> None:
    last = Turn(
        1,
        [
            text_block("Let me look."),
            use("a", "read_file", path="x"),
            use("b", "unknown"),
            use("a", "read_file", path="again"),
        ],
    )
    made = blocks(last, notes=("One more thing.",))
    assert [b.get("tool_use_id") for b in made] == ["a", "b", None]
    assert [b.get("is_error", False) for b in made] == [False, True, False]
    assert made[0]["content"] == "read_file {'path': 'x'}"
    assert made[2] == text_block("One more thing.")


@pytest.mark.parametrize("name", ["read_file", "submit_design", "submit_review"])
def test_a_call_whose_input_is_no_json_is_answered_with_that(name: str) -> None:
    [result] = blocks(Turn(1, [use("a", name, INVALID_JSON='{"path": "x" y}')]))
    assert result["is_error"] is True
    assert "not a JSON object" in result["content"]


def test_a_submission_is_answered_with_the_verdict() -> None:
    last = Turn(1, [use("s", "submit_design", document="# A")])
    verdict = ToolAnswer(text="line 3: the section is empty", is_error=True)
    assert blocks(last, feedback=verdict) == [
        {
            "type": "tool_result",
            "tool_use_id": "s",
            "content": "line 3: the section is empty",
            "is_error": True,
        }
    ]


def test_the_last_of_two_submissions_gets_the_verdict() -> None:
    last = Turn(
        1,
        [use("s1", "submit_design", document="# A"), use("s2", "submit_design", document="# B")],
    )
    first, second = blocks(last, feedback=ToolAnswer(text="Verdict.", is_error=True))
    assert first["is_error"]
    assert "Superseded" in first["content"]
    assert second["content"] == "Verdict."


def test_a_malformed_submission_is_told_what_is_wrong() -> None:
    (made,) = blocks(Turn(1, [use("s", "submit_design", text="# A")]))
    assert made["is_error"]
    assert "document" in made["content"]


def test_a_call_that_was_cut_off_is_not_carried_out() -> None:
    last = Turn(
        1,
        [use("a", "read_file", path="x"), use("s", "submit_design", document="# Half a")],
        stop_reason="max_tokens",
    )
    read_result, cut = blocks(last)
    assert "is_error" not in read_result
    assert cut["is_error"]
    assert "cut off" in cut["content"]


@pytest.mark.parametrize(
    ("stop_reason", "words"),
    [("end_turn", ENDED), ("max_tokens", CONTINUE), ("pause_turn", CONTINUE)],
)
def test_an_answer_without_calls_is_told_how_to_go_on(stop_reason: str, words: str) -> None:
    last = Turn(1, [text_block("I am done.")], stop_reason=stop_reason)
    assert blocks(last, notes=("Guidance: x",)) == [text_block(words), text_block("Guidance: x")]


def test_too_many_or_too_large_results_are_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [use(f"t{n}", "read_file", path="x") for n in range(60)]
    made = blocks(Turn(1, many))
    assert len(made) == 60
    assert [b.get("is_error", False) for b in made].count(True) == 10
    monkeypatch.setattr(conversation, "MAX_RESULT_CHARACTERS", 30)
    assert [b.get("is_error", False) for b in blocks(Turn(1, many[:4]))] == [False] * 2 + [True] * 2


def test_what_an_unanswered_turn_said_is_said_again() -> None:
    last = Turn(1, [use("s", "submit_design", document="# A")])
    lost = Turn(
        2,
        state="failed",
        request=[
            {"type": "tool_result", "tool_use_id": "s", "content": "line 1: no", "is_error": True},
            text_block("Guidance: shorter"),
        ],
    )
    made = blocks(last, lost, turn=3, notes=("Guidance: shorter", "Guidance: also this"))
    assert made == [*lost.request, text_block("Guidance: also this")]


def test_messages_hold_all_finished_turns_in_order() -> None:
    first = Turn(1, [text_block("Hm."), use("a", "search", pattern="x")])
    failed = Turn(2, state="failed", request=[text_block("lost")])
    second = Turn(3, [text_block("Done.")], [text_block("result")])
    turns, last = [second, failed, first], [text_block("Go on.")]
    messages = build_messages(OPENING, turns, turn=4, user_blocks=last)
    assert [m["role"] for m in messages] == ["user", "assistant"] * 2 + ["user"]
    assert messages[1]["content"] == first.response
    assert messages[4]["content"] == [text_block("Go on.")]


def test_blank_texts_and_empty_answers_are_left_out_since_the_api_refuses_them() -> None:
    refused = Turn(1, [], [], "refusal")
    blank = Turn(2, [text_block("  "), use("a", "search", pattern="x")], [text_block("Again.")])
    last = [text_block("Go on.")]
    messages = build_messages(OPENING, [refused, blank], turn=3, user_blocks=last)
    assert [m["role"] for m in messages] == ["user", "assistant", "user"]
    assert messages[0]["content"] == [*OPENING, text_block("Again.")]
    assert messages[1]["content"] == [use("a", "search", pattern="x")]


def test_cache_marks_are_on_what_is_sent_and_not_on_what_is_recorded() -> None:
    system = [text_block("Role.")]
    opening = [text_block("Review this."), text_block("Designs.")]
    turn = Turn(1, [text_block("Hm.")], [text_block("Guidance: be brief")])
    said = [text_block("a"), text_block("b")]
    messages = build_messages(opening, [turn], turn=2, user_blocks=said)
    marked_system, marked = with_cache_marks(system, messages, opening=opening)
    assert "cache_control" in marked_system[-1]
    assert ["cache_control" in b for b in marked[0]["content"]] == [False, True, False]
    assert ["cache_control" in b for b in marked[-1]["content"]] == [False, True]
    assert "cache_control" not in str([system, turn, messages, opening])
    assert str(marked).count("cache_control") == 2


def test_an_opening_alone_is_marked_once() -> None:
    messages = build_messages(OPENING, [], turn=1, user_blocks=[])
    _, marked = with_cache_marks([], messages, opening=OPENING)
    assert str(marked).count("cache_control") == 1


def test_a_conversation_only_grows() -> None:
    turns = [Turn(1, [text_block("One.")], [], "end_turn")]
    before = build_messages(OPENING, turns, turn=2, user_blocks=blocks(*turns, turn=2))
    turns.append(Turn(2, [text_block("Two.")], blocks(*turns, turn=2), "end_turn"))
    after = build_messages(OPENING, turns, turn=3, user_blocks=blocks(*turns, turn=3))
    assert after[: len(before)] == before
