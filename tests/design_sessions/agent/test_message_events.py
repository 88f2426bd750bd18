"""Answers of endpoints that fall short of the Messages API, and what is made of them."""

from __future__ import annotations

import json

import pytest

from design_sessions.agent import endpoint_http, message_events
from design_sessions.agent.model_client import ModelClient, ModelRequest
from design_sessions.agent.model_errors import one_line
from design_sessions.errors import ModelUnavailableError
from design_sessions.status import Usage
from tests.support.scripted_endpoint import (
    STREAM_HEAD,
    TURN_HEADERS,
    ScriptedEndpoint,
    event,
    failing_call,
    http,
    message_start,
    sending,
    text_block,
    tool_block,
    whole_answer,
)

BARE_START = event("message_start", message={"type": "message", "role": "assistant", "content": []})
BARE_END = event("message_delta", delta={"stop_reason": "end_turn"}) + event("message_stop")


@pytest.mark.parametrize(
    ("start", "usage"),
    [
        (BARE_START, Usage(cost_usd=None)),
        (message_start(), Usage(input_tokens=10, output_tokens=1, cost_usd=None)),
    ],
)
async def test_an_answer_without_usage_is_an_answer(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    start: bytes,
    usage: Usage,
) -> None:
    endpoint.answers = [sending(STREAM_HEAD + start + text_block(0, "Yes.") + BARE_END)]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content == [{"type": "text", "text": "Yes."}]
    assert answer.usage == usage


@pytest.mark.parametrize(("told", "counted"), [(-5, 0), (10**30, 10_000_000), (7, 7)])
async def test_counts_that_no_database_holds_are_bounded(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    told: int,
    counted: int,
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, "Yes."), input_tokens=told))]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.usage.input_tokens == counted


async def test_an_answer_can_be_sent_again_whatever_characters_it_has(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [
        sending(
            whole_answer(
                text_block(0, "half a pair: \ud800"), tool_block(1, "t\udfff", "r\ud800m", {})
            )
        )
    ]
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content[0]["text"] == "half a pair: ?"
    assert json.dumps(answer.content, ensure_ascii=False).encode()


def test_an_endpoints_words_are_shown_without_what_a_terminal_obeys() -> None:
    assert one_line("red: \x1b[31m, \x00, \ud800") == "red: \ufffd[31m, \ufffd, \ufffd"


async def test_an_answer_without_an_end_is_not_read_for_ever(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(message_events, "MAX_CONTENT_CHARACTERS", 100)
    endpoint.answers = [sending(whole_answer(text_block(0, "x" * 101)))]
    error = await failing_call(client, model_request)
    assert isinstance(error, ModelUnavailableError)
    assert "more than 100 characters in one answer" in error.message


@pytest.mark.parametrize(
    "answer",
    [STREAM_HEAD + b"data: " + b"x" * 5_000, http(400, b"x" * 5_000), http(200, b"x" * 5_000)],
)
async def test_a_body_beyond_all_measure_is_not_read_to_its_end(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes,
) -> None:
    monkeypatch.setattr(endpoint_http, "MAX_ANSWER_BYTES", 4_000)
    endpoint.answers = [sending(answer)]
    error = await failing_call(client, model_request)
    assert isinstance(error, ModelUnavailableError)
    assert "more than 4,000 bytes in one answer" in error.message


async def test_a_redirect_is_followed_but_another_host_gets_no_key(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    elsewhere = endpoint.url.replace("127.0.0.1", "localhost")
    endpoint.routes = {
        "/v1/messages": sending(http(307, b"", Location=f"{elsewhere}/there")),
        "/there": sending(whole_answer(text_block(0, "Yes."))),
    }
    answer = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert answer.content == [{"type": "text", "text": "Yes."}]
    home, away = endpoint.received
    assert {"authorization", "x-api-key"} <= set(home.headers)
    assert not {"authorization", "x-api-key"} & set(away.headers)
