from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    ModelError,
    ModelUnavailableError,
    QuotaError,
)
from tests.support.scripted_endpoint import (
    CHUNKED_HEAD,
    STREAM_HEAD,
    ScriptedEndpoint,
    api_error,
    event,
    failing_call,
    http,
    message_end,
    message_start,
    sending,
    text_block,
)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (api_error(401, "authentication_error"), CredentialsError),
        (api_error(403, "permission_error"), CredentialsError),
        (api_error(402, "billing_error"), QuotaError),
        (api_error(400, "invalid_request_error", "Your credit balance is too low"), QuotaError),
        (api_error(400, "invalid_request_error"), ModelError),
        (api_error(404, "not_found_error"), ModelError),
        (api_error(413, "request_too_large"), ModelError),
        (api_error(422, "invalid_request_error"), ModelError),
        (http(405, b"<h1>Method not allowed</h1>"), ModelError),
        (api_error(529, "overloaded_error", x_should_retry="false"), ModelError),
        (api_error(400, "invalid_request_error", x_should_retry="true"), ModelUnavailableError),
        (api_error(408, "timeout_error"), ModelUnavailableError),
        (api_error(409, "conflict_error"), ModelUnavailableError),
        (api_error(429, "rate_limit_error"), ModelUnavailableError),
        (api_error(500, "api_error"), ModelUnavailableError),
        (http(502, b"<html><body>Bad gateway</body></html>"), ModelUnavailableError),
        (http(503, b""), ModelUnavailableError),
        (api_error(529, "overloaded_error"), ModelUnavailableError),
    ],
)
async def test_each_status_becomes_the_error_that_says_what_to_do(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    answer: bytes,
    expected: type[DesignSessionError],
) -> None:
    endpoint.answers = [sending(answer)]
    error = await failing_call(client, model_request)
    assert isinstance(error, expected)
    assert isinstance(error, ModelUnavailableError) == (expected is ModelUnavailableError)
    assert len(endpoint.received) == 1, "the SDK must not retry by itself"


@pytest.mark.parametrize("code", ["enforced_spend_limit_reached", "contract_spend_limit_reached"])
async def test_a_spending_limit_is_a_quota_although_it_is_a_429(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest, code: str
) -> None:
    body = {
        "type": "error",
        "error": {
            "type": "rate_limit_error",
            "message": "Spend limit reached.",
            "details": {"error_code": code},
        },
    }
    endpoint.answers = [sending(http(429, body, retry_after="5"))]
    assert isinstance(await failing_call(client, model_request), QuotaError)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "1.5"}, 1.5),
        ({"retry_after_ms": "250", "retry_after": "9"}, 0.25),
        ({"retry_after": "soon"}, None),
        ({"retry_after": "nan"}, None),
        ({"retry_after": "-4"}, 0.0),
        ({}, None),
    ],
)
async def test_the_wait_that_the_endpoint_asks_for_is_kept(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    headers: dict[str, str],
    seconds: float | None,
) -> None:
    endpoint.answers = [sending(api_error(429, "rate_limit_error", **headers))]
    assert (await failing_call(client, model_request)).retry_after == seconds


async def test_the_wait_may_be_a_date(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    endpoint.answers = [sending(api_error(503, "api_error", retry_after=moment))]
    wait = (await failing_call(client, model_request)).retry_after
    assert wait is not None
    assert 50 < wait <= 61


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("overloaded_error", ModelUnavailableError),
        ("api_error", ModelUnavailableError),
        ("something_new", ModelUnavailableError),
        ("invalid_request_error", ModelError),
        ("authentication_error", CredentialsError),
        ("billing_error", QuotaError),
    ],
)
async def test_an_error_inside_a_stream_counts_by_its_type_and_not_as_status_200(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    kind: str,
    expected: type[DesignSessionError],
) -> None:
    inside = event("error", error={"type": kind, "message": "Something broke."})
    endpoint.answers = [sending(STREAM_HEAD + message_start() + inside)]
    error = await failing_call(client, model_request)
    assert type(error) is expected
    assert kind in error.message
    assert "200" not in error.message


DEEP_JSON = b"[" * 100_000
ODD_ANSWERS = {
    "nothing at all": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Type: text/ev",
    "a web page": http(200, b"<!doctype html><title>Welcome</title>"),
    "an empty stream": STREAM_HEAD,
    "only pings": STREAM_HEAD + event("ping") * 3,
    "no message_start": STREAM_HEAD + text_block(0, "Hi.") + message_end(),
    "an end before the answer's": STREAM_HEAD + message_start() + text_block(0, "Half a"),
    "a dropped chunk": CHUNKED_HEAD + b"400\r\n" + message_start(),
    "broken JSON": STREAM_HEAD + message_start() + b"event: content_block_start\ndata: {oh\n\n",
    "JSON of another kind": STREAM_HEAD + b"event: message_start\ndata: 42\n\n",
    "a null event": STREAM_HEAD + b"event: message_start\ndata: null\n\n",
    "deep JSON": STREAM_HEAD + b"event: message_start\ndata: " + DEEP_JSON + b"\n\n",
    "a message that is a text": STREAM_HEAD + event("message_start", message="hello"),
    "text that is not UTF-8": STREAM_HEAD + b"event: message_start\ndata: \xff\xfe\n\n",
    "an error that is no JSON": STREAM_HEAD + b"event: error\ndata: boom\n\n",
    "an error that is a list": STREAM_HEAD + b"event: error\ndata: [1]\n\n",
    "wrong compression": STREAM_HEAD.replace(b"Connection", b"Content-Encoding: gzip\r\nConnection")
    + b"not gzip",
}


@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
async def test_whatever_a_bad_endpoint_answers_is_an_error_that_may_pass(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest, answer: bytes
) -> None:
    endpoint.answers = [sending(answer)]
    assert isinstance(await failing_call(client, model_request), ModelUnavailableError)


@pytest.mark.parametrize(
    ("status", "words", "remedy"),
    [
        (400, "max_tokens: 32000 > 8192", "Lower the worker's DESIGN_MAX_OUTPUT_TOKENS"),
        (
            400,
            "output_config: Extra inputs are not permitted",
            "[models] of context-design.toml, or without it in the worker's DESIGN_EFFORT (empty",
        ),
        (400, "prompt is too long: 210000 tokens", "retry to start a new one"),
        (413, "Request exceeds the maximum size", "retry to start a new one"),
        (404, "model: claude-9", "start again with --model"),
        (404, "Not Found", "Fix the worker's ANTHROPIC_BASE_URL"),
        (400, "claude-9 is not a model", "start again with --model"),
        (405, "Method not allowed", "Check the endpoint's answer"),
        (400, "messages.3: unexpected role", "Check the endpoint's answer"),
    ],
)
async def test_a_refused_request_says_what_to_change(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    status: int,
    words: str,
    remedy: str,
) -> None:
    endpoint.answers = [sending(api_error(status, "invalid_request_error", words))]
    error = await failing_call(client, model_request)
    assert words in error.message
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("Output blocked by content filtering policy", "retry with guidance"),
        (
            "The response was filtered due to the prompt triggering Azure OpenAI's content "
            "management policy for this model.",
            "retry with guidance",
        ),
        ("content_filter: effort wasted on this model", "retry with guidance"),
        ("tools.3.input_schema: not supported by this model", "Check the endpoint's answer"),
        ("tools[0].function: the model's effort", "Check the endpoint's answer"),
        ("tool_choice: not supported with this model", "Check the endpoint's answer"),
    ],
)
async def test_filters_and_tools_are_not_blamed_on_model_or_effort(
    endpoint: ScriptedEndpoint,
    client: ModelClient,
    model_request: ModelRequest,
    words: str,
    remedy: str,
) -> None:
    endpoint.answers = [sending(api_error(400, "invalid_request_error", words))]
    error = await failing_call(client, model_request)
    assert type(error) is ModelError
    assert remedy in error.remedy
    assert "--model" not in error.remedy
    assert "DESIGN_EFFORT" not in error.remedy


@pytest.mark.parametrize(
    "answer",
    [
        http(403, b"<html><h1>Request blocked</h1></html>"),
        http(403, b""),
        http(403, {"message": "Forbidden"}),
        http(403, {"error": {"message": "Blocked", "type": "waf_block"}}),
    ],
)
async def test_a_403_of_something_before_the_endpoint_belongs_to_its_component(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest, answer: bytes
) -> None:
    endpoint.answers = [sending(answer)]
    error = await failing_call(client, model_request)
    assert type(error) is ModelError
    assert error.kind is None
    assert "HTTP 403" in error.message
    assert "such as a firewall" in error.remedy
    assert "key" not in error.remedy
