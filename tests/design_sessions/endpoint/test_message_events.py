"""Dialects of the Messages API that are read all the same."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from design_sessions.endpoint import http_client as endpoint_http
from design_sessions.endpoint.errors import safe_line
from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import ModelError, ModelUnavailableError
from tests.support.scripted_endpoint import (
    STREAM_HEAD,
    TURN_HEADERS,
    ScriptedEndpoint,
    event,
    failing_call,
    http,
    message_end,
    message_start,
    sending,
    text_block,
)

EVENTS = message_start() + text_block(0, "Größe.") + message_end()
MESSAGE: dict[str, Any] = {
    "type": "message",
    "role": "assistant",
    "model": "claude-sonnet-5-5",
    "content": [{"type": "text", "text": "Größe."}],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 10, "output_tokens": 5},
}

DIALECTS = {
    "as it should be": STREAM_HEAD + EVENTS,
    "lines that end like a typewriter's": STREAM_HEAD + EVENTS.replace(b"\n", b"\r\n"),
    "events named in their data only": STREAM_HEAD
    + b"".join(line + b"\n" for line in EVENTS.split(b"\n") if not line.startswith(b"event:")),
    "a byte order mark": STREAM_HEAD + b"\xef\xbb\xbf" + EVENTS,
    "comments, pings and other fields": STREAM_HEAD
    + EVENTS.replace(b"event:", b": busy\nid: 4\nretry: 9\n\nevent: ping\ndata: {}\n\nevent:"),
    "events that nobody knows": STREAM_HEAD
    + message_start()
    + event("telemetry", load=0.3)
    + b"event: list\ndata: [1, 2]\n\n"
    + b"event: words\ndata: hello\n\n"
    + text_block(0, "Größe.")
    + message_end(),
    "a last word of its own": STREAM_HEAD + EVENTS + b"data: [DONE]\n\n",
    "no content type": STREAM_HEAD.replace(b"Content-Type: text/event-stream\r\n", b"") + EVENTS,
    "one JSON message": http(200, MESSAGE),
    "one packed JSON message": http(
        200,
        gzip.compress(json.dumps(MESSAGE).encode()),
        Content_Type="application/json; charset=utf-8",
        Content_Encoding="gzip",
    ),
}


@pytest.mark.parametrize("answer", DIALECTS.values(), ids=DIALECTS)
async def test_an_answer_is_understood_in_every_dialect(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest, answer: bytes
) -> None:
    endpoint.answers = [sending(answer)]
    understood = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert understood.content == [{"type": "text", "text": "Größe."}]
    assert understood.stop_reason == "end_turn"
    assert understood.usage.output_tokens == 5


REFUSAL = {"type": "error", "error": {"type": "invalid_request_error", "message": "No such model."}}


@pytest.mark.parametrize(
    "answer",
    [
        STREAM_HEAD + event("error", error=REFUSAL["error"]),
        STREAM_HEAD + message_start() + f"data: {json.dumps(REFUSAL)}\n\n".encode(),
        http(200, REFUSAL),
        http(200, {"error": REFUSAL["error"]}),
    ],
)
async def test_an_error_that_comes_with_status_200_is_an_error(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest, answer: bytes
) -> None:
    endpoint.answers = [sending(answer)]
    error = await failing_call(client, model_request)
    assert type(error) is ModelError
    assert "answered invalid_request_error: No such model" in error.message


@pytest.mark.parametrize("body", [b"{oh", b"[]", b'{"choices": []}', b'"hello"', b"null"])
async def test_json_that_is_no_message_is_said_to_be_none(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest, body: bytes
) -> None:
    endpoint.answers = [sending(http(200, body, Content_Type="application/json"))]
    error = await failing_call(client, model_request)
    assert isinstance(error, ModelUnavailableError)
    assert "not a Messages API" in error.message


def test_an_endpoints_words_are_shown_without_what_a_terminal_obeys() -> None:
    assert safe_line("red: \x1b[31m, \x00, \ud800") == "red: \ufffd[31m, \ufffd, \ufffd"


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
    assert "sent more than 4,000 bytes in one answer" in error.message


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "where", ["http://user:pw@169.254.169.254/login?a=b", "/there", None, "http://["]
)
async def test_no_redirect_is_followed(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    status: int,
    where: str | None,
) -> None:
    headers = {"Location": where} if where else {}
    endpoint.answers = [sending(http(status, b"", **headers))]
    error = await failing_call(client, model_request)
    assert isinstance(error, ModelUnavailableError)
    assert f"HTTP {status}: it redirects" in error.message
    assert "pw" not in error.message
    assert "ANTHROPIC_BASE_URL" in error.remedy
    assert [each.path for each in endpoint.received] == ["/v1/messages"]
    if where and "169" in where:
        assert "redirects to http://169.254.169.254/, which is not followed" in error.message


def body_length(answer: bytes) -> int:
    return len(answer.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 50_000, "NaN", "Infinity"])
@pytest.mark.parametrize("is_streamed", [True, False])
async def test_a_number_that_no_json_carries_on_costs_no_answer(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    number: str,
    is_streamed: bool,
) -> None:
    call = {"type": "tool_use", "id": "t1", "name": "read_file", "input": {"offset": "NUMBER"}}
    if is_streamed:
        start = event("content_block_start", index=0, content_block=call)
        answer = STREAM_HEAD + message_start() + start + message_end("tool_use")
    else:
        answer = http(200, {**MESSAGE, "content": [call]})
    before, answer = body_length(answer), answer.replace(b'"NUMBER"', number.encode())
    lengths = [b"Content-Length: %d" % each for each in (before, body_length(answer))]
    endpoint.answers = [sending(answer.replace(*lengths))]
    understood = await client.stream_turn(model_request, headers=TURN_HEADERS)
    assert understood.content == [{**call, "input": {"offset": number}}]
