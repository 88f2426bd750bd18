"""A leg takes turns until there is something to decide, whoever took the first of them."""

from __future__ import annotations

from typing import Any

import pytest

from design_sessions.decisions import Guidance
from design_sessions.errors import HandedOverError, ModelUnavailableError
from design_sessions.status import Usage
from design_sessions.steps.guidance import keep_guidance
from tests.support.stores import SCOPE
from tests.support.turns import READING, SUBMITTED, World, answer, use

ENDED = answer({"type": "text", "text": "I am done."}, stop_reason="end_turn")


async def test_a_leg_ends_with_the_submission_and_says_which_turn_it_was(world: World) -> None:
    world.model_client.answers = [READING, READING, SUBMITTED]
    outcome = await world.leg()
    assert (outcome.end, outcome.turn, outcome.turns) == ("submitted", 3, 3)
    assert [world.recorded(turn).state for turn in (1, 2, 3)] == ["finished"] * 3


async def test_a_lost_leg_resumes_at_the_first_turn_without_an_answer(world: World) -> None:
    world.model_client.answers = [READING, ModelUnavailableError("No answer."), SUBMITTED]
    with pytest.raises(ModelUnavailableError):
        await world.leg()
    outcome = await world.leg()
    assert (outcome.end, outcome.turn, outcome.turns) == ("submitted", 2, 2)
    assert len(world.model_client.asked) == 3, "the first turn was not asked again"


async def test_a_leg_whose_end_was_not_reported_asks_nothing_again(world: World) -> None:
    world.model_client.answers = [READING, SUBMITTED]
    assert await world.leg() == await world.leg()
    assert len(world.model_client.asked) == 2


async def test_a_worker_that_stops_hands_the_leg_over_after_the_turn_under_way(
    world: World,
) -> None:
    world.model_client.answers = [READING, SUBMITTED]
    stopping = iter([False, True])
    with pytest.raises(HandedOverError):
        await world.leg(hand_over=lambda: next(stopping))
    assert world.recorded(1).state == "finished"
    assert (await world.leg()).turn == 2


async def test_turns_are_counted_over_what_another_process_has_taken(world: World) -> None:
    world.model_client.answers = [READING, READING]
    outcome = await world.leg(most_turns=2)
    assert (outcome.end, outcome.turns) == ("turns_used_up", 2)
    assert (await world.leg(most_turns=2)).end == "turns_used_up"


async def test_an_agent_that_stops_is_reminded_once(world: World) -> None:
    world.model_client.answers = [ENDED, READING, ENDED]
    outcome = await world.leg()
    assert (outcome.end, outcome.turn, outcome.detail) == ("ended", 3, "I am done.")
    assert "without submitting" in world.recorded(2).request[-1]["text"]


EMPTY = answer(use("e", "submit_design"))


async def test_the_same_unusable_call_three_times_ends_the_leg_with_that_reason(
    world: World,
) -> None:
    world.model_client.answers = [READING, EMPTY, READING, EMPTY, EMPTY, SUBMITTED]
    outcome = await world.leg()
    assert (outcome.end, outcome.turn) == ("unusable_calls", 5)
    assert outcome.detail == (
        "submit_design with the input {}: Wrong input: expected an object with the tool's fields"
    )
    assert await world.leg() == outcome


@pytest.mark.parametrize(
    "call",
    [
        use("e", "read_file"),
        use("e", "read_file", path=["docs/blog.md"]),
        use("e", "rm", path="/"),
        use("e", "submit_review"),
        use("e", "submit_design", document=5),
        use("e", "search", INVALID_JSON="{"),
    ],
)
async def test_every_tool_has_calls_that_are_unusable(world: World, call: dict[str, Any]) -> None:
    world.model_client.answers = [answer(call, call | {"id": "f"})] * 3
    outcome = await world.leg(most_turns=3)
    assert (outcome.end, outcome.turns) == ("unusable_calls", 3)
    assert str(call["name"]) in outcome.detail


async def test_an_agent_that_learns_goes_on(world: World) -> None:
    wrong = answer(use("w", "read_file"))
    missing = answer(use("m", "read_file", path="docs/other.md"))
    world.model_client.answers = [wrong, wrong, READING, wrong, *[missing] * 3, SUBMITTED]
    assert (await world.leg()).end == "submitted"


async def test_guidance_that_comes_while_a_leg_runs_is_told_at_its_next_turn(world: World) -> None:
    world.model_client.answers = [READING, SUBMITTED]

    def advise(turn: int, used: Usage) -> None:
        if turn == 1:
            guidance = Guidance(key="decision-1-guidance", by="ann", text="Use binary ids.")
            keep_guidance(world.store, SCOPE, world.session_id, guidance)

    await world.leg(show=advise)
    assert world.recorded(1).guidance == []
    assert world.recorded(2).guidance == ["decision-1-guidance"]
    assert "Use binary ids." in world.recorded(2).request[-1]["text"]


async def test_turn_and_tokens_are_shown_while_the_leg_runs(world: World) -> None:
    world.model_client.answers = [READING, SUBMITTED]
    shown: list[tuple[int, int]] = []
    await world.leg(show=lambda turn, used: shown.append((turn, used.total_input_tokens)))
    assert shown == [(1, 0), (1, 100), (2, 100), (2, 200)]


async def test_a_refusal_tells_the_models_words(world: World) -> None:
    world.model_client.answers = [
        answer({"type": "text", "text": "I would\nrather not."}, stop_reason="refusal")
    ]
    outcome = await world.leg()
    assert (outcome.end, outcome.detail) == ("refused", "I would rather not.")


async def test_an_answer_that_was_cut_off_tells_where_and_what_to_change(world: World) -> None:
    world.model_client.answers = [
        answer({"type": "text", "text": "# Po"}, stop_reason="max_tokens", output=8_192)
    ]
    outcome = await world.leg(most_turns=1)
    assert outcome.end == "turns_used_up"
    assert "cut off at 8,192 tokens; DESIGN_MAX_OUTPUT_TOKENS" in outcome.detail
