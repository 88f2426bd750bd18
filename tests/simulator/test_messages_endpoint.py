from __future__ import annotations

import asyncio
import time
from typing import Any

import anthropic
import httpx2
import pytest

from simulator.testing import RunningSimulator


async def test_streamed_and_whole_answers_are_the_same(design_talk: Any) -> None:
    _, talk = design_talk()
    opening = list(talk.messages)
    streamed = await talk.ask()
    whole = await talk.client.messages.create(
        model="claude-sonnet-5-5",
        max_tokens=1_000,
        system=talk.system,
        tools=talk.tools,
        messages=opening,
        extra_headers={"X-Design-Component": talk.module},
    )
    assert [b.to_dict() for b in whole.content] == [b.to_dict() for b in streamed.content]
    assert whole.usage.output_tokens == streamed.usage.output_tokens > 0


async def test_each_answer_has_a_line_in_the_log(design_talk: Any) -> None:
    simulator, talk = design_talk()
    answer = await talk.ask()
    (line,) = simulator.read_log()
    assert line["kind"] == "message"
    assert (line["session"], line["component"], line["turn"]) == (
        "session-1",
        "MyApp.Blog.Post",
        1,
    )
    assert (line["status"], line["model"]) == (200, "claude-sonnet-5-5")
    assert line["input_tokens"] == answer.usage.input_tokens
    assert line["output_tokens"] == answer.usage.output_tokens
    assert line["request_id"].startswith("req_sim_")


async def test_thinking_is_signed_and_can_be_replayed(design_talk: Any) -> None:
    _, talk = design_talk()
    first = await talk.ask(thinking={"type": "adaptive"})
    assert first.content[0].type == "thinking"
    talk.reply(*talk.results(first))
    assert (await talk.ask(thinking={"type": "adaptive"})).content[0].signature


async def test_a_warm_up_fills_the_cache_and_is_marked(design_talk: Any) -> None:
    simulator, talk = design_talk()
    talk.system = "A long prompt. " * 500
    common = {
        "model": "claude-sonnet-5-5",
        "system": [{"type": "text", "text": talk.system, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": "Hello"}],
    }
    warm = await talk.client.messages.create(max_tokens=0, **common)
    after = await talk.client.messages.create(max_tokens=50, **common)
    assert (warm.content, warm.stop_reason, warm.usage.output_tokens) == ([], "max_tokens", 0)
    assert after.usage.cache_read_input_tokens == warm.usage.cache_creation_input_tokens > 1_000
    assert [line["kind"] for line in simulator.read_log()] == ["warm-up", "message"]


async def test_an_answer_beyond_max_tokens_is_cut(design_talk: Any) -> None:
    _, talk = design_talk()
    answer = await talk.ask(max_tokens=8)
    assert answer.stop_reason == "max_tokens"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, anthropic.BadRequestError),
        (401, anthropic.AuthenticationError),
        (402, anthropic.PaymentRequiredError),
        (429, anthropic.RateLimitError),
        (500, anthropic.InternalServerError),
        (529, anthropic.OverloadedError),
    ],
)
async def test_http_errors_are_those_of_the_api(
    design_talk: Any, status: int, error: type[anthropic.APIStatusError]
) -> None:
    simulator, talk = design_talk(faults=[{"kind": status, "retry_after": 2, "times": 1}])
    with pytest.raises(error) as raised:
        await talk.ask()
    assert raised.value.response.headers["retry-after"] == "2"
    (line,) = simulator.read_log()
    assert (line["kind"], line["status"]) == ("error", status)
    assert (await talk.ask()).stop_reason == "tool_use"


async def test_a_spend_limit_has_its_own_class(design_talk: Any) -> None:
    fault = {"kind": 429, "error_code": "enforced_spend_limit_reached"}
    _, talk = design_talk(faults=[fault])
    with pytest.raises(anthropic.RateLimitError) as raised:
        await talk.ask()
    assert type(raised.value).__name__ == "EnforcedSpendLimitReachedError"


async def test_a_dropped_stream_is_logged_as_one(design_talk: Any) -> None:
    simulator, talk = design_talk(faults=[{"kind": "drop", "times": 1}])
    with pytest.raises(httpx2.RemoteProtocolError):
        await talk.ask()
    assert [line["kind"] for line in simulator.read_log()] == ["drop"]
    assert (await talk.ask()).stop_reason == "tool_use"


async def test_an_error_inside_a_stream(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "error_event"}])
    with pytest.raises(anthropic.APIStatusError) as raised:
        await talk.ask()
    assert (raised.value.status_code, raised.value.type) == (200, "overloaded_error")


async def test_a_stream_that_ends_too_soon_has_no_stop_reason(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "early_end"}])
    assert (await talk.ask()).stop_reason is None


@pytest.mark.parametrize("pings", [False, True])
async def test_a_hang_sends_headers_and_no_event(design_talk: Any, pings: bool) -> None:
    simulator, talk = design_talk(faults=[{"kind": "hang", "pings": pings}])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.4):
            await talk.ask()
    assert simulator.read_log() == []


async def test_garbage_is_no_message(design_talk: Any) -> None:
    _, talk = design_talk(faults=[{"kind": "garbage"}])
    with pytest.raises(AssertionError):
        await talk.ask()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("refusal", "refusal"),
        ("max_tokens", "max_tokens"),
        ("context_window", "model_context_window_exceeded"),
        ("empty", "end_turn"),
        ("unknown_tool", "tool_use"),
        ("wrong_arguments", "tool_use"),
    ],
)
async def test_unusual_answers(design_talk: Any, kind: str, reason: str) -> None:
    simulator, talk = design_talk(faults=[{"kind": kind, "times": 1}])
    assert (await talk.ask()).stop_reason == reason
    (line,) = simulator.read_log("message")
    assert (line["fault"], line["stop_reason"]) == (kind, reason)


async def test_a_client_that_has_gone_leaves_no_line(design_talk: Any) -> None:
    simulator, talk = design_talk(latency=30)
    asking = asyncio.create_task(talk.ask())
    await asyncio.to_thread(simulator.wait_until_in_flight, 1)
    asking.cancel()
    await asyncio.to_thread(simulator.wait_until_in_flight, 0)
    assert simulator.read_log() == []
    assert simulator.engine.abandoned == 1


async def test_latency_is_the_time_to_the_last_byte(design_talk: Any) -> None:
    _, talk = design_talk(latency=0.3)
    started = time.monotonic()
    await talk.ask()
    assert time.monotonic() - started >= 0.3


async def test_a_hundred_streams_at_once(design_talk: Any, start: Any) -> None:
    simulator, talk = design_talk(latency=0.5)

    async def one(number: int) -> Any:
        async with talk.client.messages.stream(
            model="claude-sonnet-5-5",
            max_tokens=1_000,
            tools=talk.tools,
            messages=talk.messages,
            extra_headers={"X-Design-Session": f"s{number}"},
        ) as stream:
            return await stream.get_final_message()

    answers = await asyncio.gather(*(one(number) for number in range(100)))
    assert all(answer.stop_reason == "tool_use" for answer in answers)
    assert len(simulator.read_log("message")) == 100


async def test_every_response_says_that_it_is_simulated(start: Any) -> None:
    simulator: RunningSimulator = start()
    async with httpx2.AsyncClient(base_url=simulator.base_url) as client:
        for path in ("/", "/simulator", "/v1/models", "/nowhere"):
            assert (await client.get(path)).headers["x-simulator"] == "true"
        assert "no model" in (await client.get("/")).text
