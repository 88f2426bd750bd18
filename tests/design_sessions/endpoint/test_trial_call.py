"""What a small real call finds out before a session makes anything."""

from __future__ import annotations

import pytest

from design_sessions.agent.tool_definitions import design_tools
from design_sessions.endpoint import trial_call
from design_sessions.endpoint.messages import ModelRequest, ModelResponse
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.endpoint.trial_call import try_model
from design_sessions.errors import CredentialsError, InputError, ModelUnavailableError, QuotaError
from tests.support.scripted_endpoint import (
    TURN_HEADERS,
    Answer,
    ScriptedEndpoint,
    api_error,
    http,
    sending,
    text_block,
    then_silence,
    whole_answer,
)

READY = sending(whole_answer(text_block(0, "ready")))
STRICT = sending(
    api_error(400, "invalid_request_error", "tools.0.strict: Extra inputs are not permitted")
)


async def tried(client: ModelClient) -> ModelResponse | None:
    return await try_model(
        client,
        "claude-sonnet-5-5",
        tools=design_tools(),
        effort="medium",
        max_tokens=32_000,
        headers=TURN_HEADERS,
    )


async def test_the_call_is_like_those_of_a_session(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [READY]
    answer = await tried(client)
    assert answer is not None
    assert answer.usage.input_tokens == 10
    [sent] = endpoint.received
    assert sent.body["tools"] == design_tools()
    assert sent.body["output_config"] == {"effort": "medium"}
    assert (sent.body["stream"], sent.body["max_tokens"]) == (True, 32_000)
    assert len(str(sent.body["messages"])) < 300


async def test_strict_is_left_out_where_it_is_refused(
    endpoint: ScriptedEndpoint, client: ModelClient, model_request: ModelRequest
) -> None:
    endpoint.answers = [STRICT, READY]
    assert await tried(client)
    call = model_request.model_copy(update={"tools": design_tools()})
    await client.stream_turn(call, headers=TURN_HEADERS)
    strict = [[tool.get("strict") for tool in sent.body["tools"]] for sent in endpoint.received]
    assert strict == [[True] * 4, [None] * 4, [None] * 4]


async def test_another_refusal_of_the_tools_is_a_refusal(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(api_error(400, "invalid_request_error", "tools: not supported"))]
    with pytest.raises(InputError, match="tools: not supported"):
        await tried(client)
    assert len(endpoint.received) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (STRICT, InputError),
        (sending(api_error(404, "not_found_error", "model: claude-9")), InputError),
        (sending(http(200, b"<html>Log in</html>")), InputError),
        (sending(http(200, {"choices": []})), InputError),
        (sending(http(403, b"<html>Blocked</html>")), InputError),
        (sending(api_error(401, "authentication_error")), CredentialsError),
        (sending(api_error(402, "billing_error")), QuotaError),
    ],
)
async def test_what_every_call_would_meet_is_refused(
    endpoint: ScriptedEndpoint, client: ModelClient, answer: Answer, expected: type[Exception]
) -> None:
    endpoint.answers = [answer]
    with pytest.raises(expected):
        await tried(client)


@pytest.mark.parametrize("status", [429, 500, 529])
async def test_what_may_pass_can_be_tried_again(
    endpoint: ScriptedEndpoint, client: ModelClient, status: int
) -> None:
    endpoint.answers = [sending(api_error(status, "api_error"))]
    with pytest.raises(ModelUnavailableError, match=f"HTTP {status}"):
        await tried(client)


async def test_a_person_does_not_wait_for_long(
    endpoint: ScriptedEndpoint, client: ModelClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial_call, "PATIENCE", 0.2)
    endpoint.answers = [then_silence()]
    assert await tried(client) is None
