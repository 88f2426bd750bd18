from __future__ import annotations

import asyncio
import time

import pytest

from design_sessions.endpoint import time_limits
from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import (
    ModelUnavailableError,
)
from design_sessions.status import Usage
from tests.support.scripted_endpoint import (
    CHUNKED_HEAD,
    KEY,
    STREAM_HEAD,
    TURN_HEADERS,
    ScriptedEndpoint,
    block,
    event,
    failing_call,
    make_settings,
    message_end,
    message_start,
    sending,
    text_block,
    then_silence,
    tool_block,
    whole_answer,
)


async def test_an_answer_is_kept_exactly_as_it_was_received(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    thinking = block(
        0,
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "thinking_delta", "thinking": "Hm."},
        {"type": "signature_delta", "signature": "c2ln"},
    )
    endpoint.answers = [
        sending(
            whole_answer(
                thinking,
                block(1, {"type": "redacted_thinking", "data": "b3BhcXVl"}),
                text_block(2, "Here it is."),
                tool_block(3, "toolu_1", "submit_design", {"document": "# Post\n"}),
                stop_reason="tool_use",
                cache_read_input_tokens=700,
                cache_creation_input_tokens=30,
            )
        )
    ]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content == [
        {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
        {"type": "redacted_thinking", "data": "b3BhcXVl"},
        {"type": "text", "text": "Here it is."},
        {
            "type": "tool_use",
            "id": "toolu_1",
            "name": "submit_design",
            "input": {"document": "# Post\n"},
        },
    ]
    assert (answer.stop_reason, answer.request_id) == ("tool_use", "req_1")
    assert answer.usage == Usage(
        input_tokens=10,
        output_tokens=5,
        cache_read_tokens=700,
        cache_write_tokens=30,
        cost_usd=None,
    )


async def test_a_call_is_sent_with_its_headers_and_settings(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, "Yes.")))]
    tool = {"name": "search", "strict": True, "input_schema": {"type": "object"}}
    call = model_request.model_copy(update={"tools": [tool], "effort": "medium"})
    await client.stream_turn(call, headers={**TURN_HEADERS, "X-Design-Component": "MyApp.Größe"})
    sent = endpoint.received[0]
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.headers["x-api-key"] == KEY
    assert sent.headers["x-design-session"] == "s-1"
    assert sent.headers["x-design-turn"] == "3"
    assert sent.headers["x-design-component"] == "MyApp.Gr%C3%B6%C3%9Fe"
    assert sent.body["stream"] is True
    assert sent.body["tool_choice"] == {"type": "auto"}
    assert sent.body["output_config"] == {"effort": "medium"}
    assert sent.body["tools"] == [tool]


async def test_without_effort_or_tools_the_endpoint_does_not_hear_of_them(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, "Yes.")))]
    await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert not {"output_config", "tools", "tool_choice"} & set(endpoint.received[0].body)


async def test_an_auth_token_is_used_when_there_is_no_key(
    endpoint: ScriptedEndpoint, model_request: ModelRequest
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, "Yes.")))]
    client = ModelClient(
        make_settings(endpoint.url, anthropic_api_key=None, anthropic_auth_token="token-1")
    )
    await client.stream_turn(model_request, headers=TURN_HEADERS)
    await client.close()
    assert endpoint.received[0].headers["authorization"] == "Bearer token-1"
    assert "x-api-key" not in endpoint.received[0].headers


async def test_tokens_counted_so_far_are_told_while_the_answer_comes(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [sending(STREAM_HEAD + message_start(input_tokens=42))]
    told: list[Usage] = []
    with pytest.raises(ModelUnavailableError):
        await client.stream_turn(model_request, headers=TURN_HEADERS, on_usage=told.append)
    assert [usage.input_tokens for usage in told] == [42]


async def test_a_stream_in_tiny_pieces_is_read(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    whole = whole_answer(text_block(0, "Größe."))
    endpoint.answers = [sending(*(whole[i : i + 7] for i in range(0, len(whole), 7)))]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content == [{"type": "text", "text": "Größe."}]


async def test_an_event_of_an_unknown_kind_is_passed_over(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    stream = message_start() + event("telemetry", load=0.3) + text_block(0, "Yes.") + message_end()
    endpoint.answers = [sending(STREAM_HEAD + stream)]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content == [{"type": "text", "text": "Yes."}]


async def test_an_answer_that_ended_without_a_reason_is_an_answer(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [
        sending(STREAM_HEAD + message_start() + text_block(0, "Yes.") + message_end(None))
    ]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert (answer.content, answer.stop_reason) == ([{"type": "text", "text": "Yes."}], "")


async def test_a_key_that_an_answer_repeats_is_not_kept(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    whole = whole_answer(
        text_block(0, f"Your key is {KEY}."),
        tool_block(1, "t1", "submit_design", {"document": f"# Post\n\n{KEY}\n"}),
        stop_reason=KEY,
    )
    endpoint.answers = [sending(whole.replace(b"req_1", KEY.encode()))]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content[1]["input"] == {"document": "# Post\n\n***\n"}
    assert KEY not in answer.model_dump_json()


@pytest.mark.parametrize("key", ["x", "none", "dummy-key"])
async def test_a_placeholder_for_a_key_takes_nothing_out_of_an_answer(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, key: str
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, f"none of x has a {key}")))]
    client = ModelClient(make_settings(endpoint.url, anthropic_api_key=key))
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    await client.close()
    assert answer.content == [{"type": "text", "text": f"none of x has a {key}"}]


async def test_what_happens_after_the_last_event_does_not_lose_the_answer(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    whole = whole_answer(text_block(0, "Yes."))
    body = whole.removeprefix(STREAM_HEAD)
    chunked = CHUNKED_HEAD + f"{len(body):x}\r\n".encode() + body + b"\r\n"
    endpoint.answers = [sending(chunked), then_silence(whole)]
    for _ in range(2):
        answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
        assert answer.content == [{"type": "text", "text": "Yes."}]


@pytest.mark.parametrize(
    "before", [b"", STREAM_HEAD, STREAM_HEAD + message_start(), b"HTTP/1.1 500 No\r\n"]
)
async def test_a_silent_endpoint_is_given_up(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, before: bytes
) -> None:
    endpoint.answers = [then_silence(before)]
    client = ModelClient(make_settings(endpoint.url, model_idle_timeout=0.3))
    error = await failing_call(client, model_request)
    await client.close()
    assert isinstance(error, ModelUnavailableError)
    assert "sent nothing for 0.3 seconds" in error.message


async def test_what_came_while_the_process_was_stopped_is_read_and_not_asked_again(
    endpoint: ScriptedEndpoint, model_request: ModelRequest
) -> None:
    head = STREAM_HEAD + message_start()
    endpoint.answers = [sending(head, text_block(0, "Yes.") + message_end(), pause=0.2)]
    client = ModelClient(make_settings(endpoint.url, model_idle_timeout=0.3, turn_timeout=0.6))
    # As a signal would, or a laptop that is closed; both ends lie in this process.
    asyncio.get_running_loop().call_later(0.1, time.sleep, 1.0)
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    await client.close()
    assert answer.content == [{"type": "text", "text": "Yes."}]
    assert len(endpoint.received) == 1


SIGNS_OF_LIFE = {
    "pings": event("ping"),
    "comments": b": PROCESSING\n\n",
    "events that nobody knows": event("telemetry", load=0.3),
    "empty pieces": event(
        "content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": ""}
    ),
}
THINKING_BEGINS = message_start() + event(
    "content_block_start", index=0, content_block={"type": "thinking", "thinking": ""}
)


@pytest.mark.parametrize("sign", SIGNS_OF_LIFE.values(), ids=SIGNS_OF_LIFE)
async def test_a_model_that_thinks_for_long_is_waited_for(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, sign: bytes
) -> None:
    end = event("content_block_stop", index=0) + text_block(1, "Yes.") + message_end()
    endpoint.answers = [
        sending(STREAM_HEAD + THINKING_BEGINS, *[sign] * 20, end, pause=0.05),
    ]
    client = ModelClient(make_settings(endpoint.url, model_idle_timeout=0.6))
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    await client.close()
    assert answer.content[1] == {"type": "text", "text": "Yes."}
    assert len(endpoint.received) == 1


@pytest.mark.parametrize("before", [STREAM_HEAD, STREAM_HEAD + THINKING_BEGINS])
@pytest.mark.parametrize("sign", SIGNS_OF_LIFE.values(), ids=SIGNS_OF_LIFE)
async def test_signs_of_life_without_an_answer_keep_a_call_alive_for_ten_minutes_only(
    endpoint: ScriptedEndpoint,
    model_request: ModelRequest,
    monkeypatch: pytest.MonkeyPatch,
    before: bytes,
    sign: bytes,
) -> None:
    assert time_limits.CONTENT_TIMEOUT == 600
    monkeypatch.setattr(time_limits, "CONTENT_TIMEOUT", 0.7)
    endpoint.answers = [sending(before, *[sign] * 1_000, pause=0.05)]
    client = ModelClient(make_settings(endpoint.url, model_idle_timeout=0.6))
    error = await failing_call(client, model_request)
    await client.close()
    assert isinstance(error, ModelUnavailableError)
    assert "kept the connection open but sent nothing of its answer for 0.7 s" in error.message


async def test_what_follows_the_end_of_an_answer_is_dropped_and_not_waited_for(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limits, "CLOSING_TIME", 0.2)
    more = event("content_block_delta", index=0, delta={"type": "text_delta", "text": " More."})
    endpoint.answers = [
        sending(whole_answer(text_block(0, "Yes.")), *[more + event("ping")] * 1_000, pause=0.05)
    ]
    client = ModelClient(make_settings(endpoint.url))
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    await client.close()
    assert answer.content == [{"type": "text", "text": "Yes."}]


async def test_an_endless_answer_is_ended(
    endpoint: ScriptedEndpoint, model_request: ModelRequest
) -> None:
    more = event("content_block_delta", index=0, delta={"type": "text_delta", "text": "more "})
    start = event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    endpoint.answers = [sending(STREAM_HEAD + message_start() + start, *[more] * 200, pause=0.05)]
    client = ModelClient(make_settings(endpoint.url, model_idle_timeout=30, turn_timeout=0.8))
    error = await failing_call(client, model_request)
    await client.close()
    assert isinstance(error, ModelUnavailableError)
    assert "not complete after 0.8 seconds" in error.message


async def test_a_cancelled_call_is_cancelled(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [then_silence(STREAM_HEAD + message_start())]
    task = asyncio.create_task(client.stream_turn(model_request, headers=TURN_HEADERS))
    await endpoint.answering.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
