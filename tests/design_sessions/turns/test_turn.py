from __future__ import annotations

import pytest

from design_sessions.agent.tools import ToolAnswer
from design_sessions.decisions import Guidance
from tests.support.turns import (
    MODULE,
    OPENING,
    READING,
    SUBMITTED,
    World,
)


async def test_a_turn_is_called_recorded_and_told_in_short(world: World) -> None:
    world.model_client.answers = [SUBMITTED]
    answered = await world.turn(1)
    assert (answered.turn, answered.stop_reason) == (1, "tool_use")
    assert answered.usage.cost_usd == pytest.approx(100 * 2e-6 + 20 * 10e-6)
    row = world.recorded(1)
    assert (row.state, row.response) == ("finished", SUBMITTED.content)
    assert row.request == [], "the opening is stored with the conversation"
    assert row.usage == answered.usage
    assert world.model_client.headers == [
        {
            "X-Design-Session": str(world.session_id),
            "X-Design-Turn": "1",
            "X-Design-Component": MODULE,
        }
    ]
    sent = world.model_client.asked[0]
    assert (sent.effort, sent.max_tokens) == ("medium", 32_000)
    assert "cache_control" in sent.system[-1]
    [opening] = sent.messages[0]["content"]
    assert opening == {**OPENING[0], "cache_control": {"type": "ephemeral"}}


@pytest.mark.parametrize(("ceiling", "asked"), [(8_192, 8_192), (64_000, 32_000)])
async def test_no_more_output_is_asked_for_than_the_model_can_give(
    world: World, ceiling: int, asked: int
) -> None:
    world.model_client.answers = [SUBMITTED]
    world.model_client.ceiling = ceiling
    await world.turn(1)
    assert world.model_client.asked[0].max_tokens == asked


async def test_a_review_sends_no_component(world: World) -> None:
    world.model_client.answers = [SUBMITTED]
    await world.turn(1, component=None)
    assert "X-Design-Component" not in world.model_client.headers[0]


async def test_the_next_turn_carries_what_the_tools_found(world: World) -> None:
    world.model_client.answers = [READING, SUBMITTED]
    await world.turn(1)
    await world.turn(2, guidance=[Guidance(key="d1-guidance", by="ann", text="Be brief.")])
    messages = world.model_client.asked[1].messages
    assert [message["role"] for message in messages] == ["user", "assistant", "user"]
    result, note = world.recorded(2).request
    assert result["tool_use_id"] == "r"
    assert "# Blog" in result["content"]
    assert "Be brief." in note["text"]
    assert world.recorded(2).guidance == ["d1-guidance"]


async def test_the_verdict_on_a_submission_is_its_result(world: World) -> None:
    world.model_client.answers = [SUBMITTED, SUBMITTED]
    await world.turn(1)
    await world.turn(2, feedback=ToolAnswer(text="line 1: no", is_error=True))
    assert world.recorded(2).request == [
        {"type": "tool_result", "tool_use_id": "s", "content": "line 1: no", "is_error": True}
    ]


async def test_an_answer_that_is_there_is_not_paid_again(world: World) -> None:
    world.model_client.answers = [SUBMITTED]
    first = await world.turn(1)
    assert await world.turn(1) == first
    assert len(world.model_client.asked) == 1
