from __future__ import annotations

import asyncio
import socket

import pytest

from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import CredentialsError, InputError, QuotaError
from tests.support.scripted_endpoint import (
    KEY,
    ScriptedEndpoint,
    api_error,
    http,
    make_settings,
    sending,
    then_silence,
)

MODEL = "claude-sonnet-5-5"


def listing(*ids: str) -> bytes:
    data = [{"type": "model", "id": id_, "display_name": id_} for id_ in ids]
    return http(200, {"data": data, "has_more": False, "first_id": None, "last_id": None})


def info(**fields: object) -> bytes:
    return http(200, {"type": "model", "id": MODEL, "display_name": MODEL, **fields})


async def test_a_known_model_is_accepted(endpoint: ScriptedEndpoint, client: ModelClient) -> None:
    endpoint.answers = [sending(info())]
    assert (await client.check_model(MODEL)).unknown == ""
    assert endpoint.received[0].path == f"/v1/models/{MODEL}"


async def test_an_unknown_model_is_named_with_those_there_are(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(api_error(404, "not_found_error"))]
    endpoint.routes = {"/v1/models": sending(listing("claude-opus-5-5", "claude-haiku-5-5"))}
    with pytest.raises(InputError, match=r"has no model 'gpt-9'.*claude-opus-5-5, claude-haiku"):
        await client.check_model("gpt-9")


async def test_a_list_of_models_cannot_show_the_key(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(api_error(404, "not_found_error"))]
    endpoint.routes = {"/v1/models": sending(listing(KEY))}
    with pytest.raises(InputError) as caught:
        await client.check_model("gpt-9")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "listed",
    [
        api_error(404, "not_found_error"),
        http(501, b"no"),
        http(200, b"<html>"),
        http(200, {"models": []}),
        listing("anthropic/*", "gpt-9"),
        listing("*"),
        listing(f"{MODEL}:latest"),
        listing(MODEL.title()),
    ],
)
async def test_a_model_is_not_refused_by_an_endpoint_that_does_not_offer_the_check(
    endpoint: ScriptedEndpoint, client: ModelClient, listed: bytes
) -> None:
    endpoint.answers = [sending(api_error(404, "not_found_error"))]
    endpoint.routes = {"/v1/models": sending(listed)}
    assert (await client.check_model(MODEL)).unknown.startswith("the models API does not say")


@pytest.mark.parametrize(
    ("limits", "speaks"),
    [
        ({"max_input_tokens": 200_000, "max_tokens": 64_000}, True),
        ({"max_tokens": 64_000}, False),
        ({}, False),
    ],
)
async def test_a_models_api_that_names_limits_is_surely_anthropics(
    endpoint: ScriptedEndpoint, client: ModelClient, limits: dict[str, int], speaks: bool
) -> None:
    endpoint.answers = [sending(info(**limits))]
    assert (await client.check_model(MODEL)).speaks_for_calls == speaks


async def test_a_model_that_is_listed_is_accepted(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(api_error(404, "not_found_error"))]
    endpoint.routes = {"/v1/models": sending(listing("other", MODEL))}
    assert (await client.check_model(MODEL)).unknown == ""


@pytest.mark.parametrize(
    "answer",
    [
        http(405, b""),
        http(501, b""),
        http(403, b"<html>Blocked</html>"),
        api_error(500, "api_error"),
        api_error(429, "rate_limit_error"),
        http(200, b"<html>"),
        http(200, {"hello": "world"}),
        b"garbage\r\n\r\n",
        b"",
    ],
)
async def test_an_odd_answer_to_the_check_is_neither_an_error_nor_a_yes(
    endpoint: ScriptedEndpoint, client: ModelClient, answer: bytes
) -> None:
    endpoint.answers = [sending(answer)]
    assert (await client.check_model(MODEL)).unknown.startswith("the models API does not say")


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_is_an_error(
    endpoint: ScriptedEndpoint, client: ModelClient, status: int
) -> None:
    endpoint.answers = [sending(api_error(status, "authentication_error"))]
    with pytest.raises(CredentialsError, match=r"ANTHROPIC_API_KEY|key may use"):
        await client.check_model(MODEL)


async def test_an_account_without_credit_is_an_error(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(api_error(402, "billing_error"))]
    with pytest.raises(QuotaError):
        await client.check_model(MODEL)


async def test_an_endpoint_that_is_not_there_is_an_error_with_the_way_out() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    client = ModelClient(make_settings(url))
    with pytest.raises(InputError, match="does not answer") as caught:
        await client.check_model(MODEL)
    await client.close()
    assert "ANTHROPIC_BASE_URL" in caught.value.remedy


async def test_a_host_that_does_not_exist_is_an_error() -> None:
    client = ModelClient(make_settings("http://no-such-host.invalid"))
    with pytest.raises(InputError, match="does not answer"):
        await client.check_model(MODEL)
    await client.close()


async def test_a_missing_key_is_an_error(endpoint: ScriptedEndpoint) -> None:
    client = ModelClient(make_settings(endpoint.url, anthropic_api_key=None))
    with pytest.raises(InputError, match="ANTHROPIC_API_KEY is not set"):
        await client.check_model(MODEL)


async def test_a_silent_check_is_given_up(
    endpoint: ScriptedEndpoint, client: ModelClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("design_sessions.endpoint.models_api.CHECK_TIMEOUT", 0.3)
    endpoint.answers = [then_silence()]
    assert "TimeoutError" in (await client.check_model(MODEL)).unknown
    assert len(endpoint.received) == 1


async def test_the_limits_of_a_model_are_asked_for_once(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(info(max_input_tokens=1_000_000, max_tokens=8_192))]
    windows = await asyncio.gather(*(client.model_window(MODEL) for _ in range(5)))
    assert set(windows) == {1_000_000}
    assert await client.output_limit(MODEL) == 8_192
    assert len(endpoint.received) == 1


async def test_the_check_before_a_session_tells_the_limits_too(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(info(max_tokens=8_192))]
    await client.check_model(MODEL)
    assert await client.output_limit(MODEL) == 8_192
    assert len(endpoint.received) == 1


async def test_an_endpoint_that_does_not_tell_limits_is_not_asked_at_every_turn(
    endpoint: ScriptedEndpoint, client: ModelClient
) -> None:
    endpoint.answers = [sending(http(404, b""))]
    for _ in range(3):
        assert await client.output_limit(MODEL) is None
    assert len(endpoint.received) == 1


async def test_it_is_asked_again_after_a_while(
    endpoint: ScriptedEndpoint, client: ModelClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("design_sessions.endpoint.model_client._ASK_AGAIN", -1.0)
    endpoint.answers = [sending(http(503, b"")), sending(info(max_tokens=8_192))]
    assert await client.output_limit(MODEL) is None
    assert await client.output_limit(MODEL) == 8_192


@pytest.mark.parametrize("told", [None, 0, -1, "many", 2.5])
async def test_a_limit_that_is_no_number_of_tokens_is_none(
    endpoint: ScriptedEndpoint, client: ModelClient, told: object
) -> None:
    endpoint.answers = [sending(info(max_tokens=told))]
    assert await client.output_limit(MODEL) is None


@pytest.mark.parametrize(
    "answer",
    [
        info(),
        info(max_input_tokens="many"),
        info(max_input_tokens=-1),
        http(404, b""),
        http(200, b"<html>"),
    ],
)
async def test_the_window_is_200_000_where_the_endpoint_does_not_say(
    endpoint: ScriptedEndpoint, client: ModelClient, answer: bytes
) -> None:
    endpoint.answers = [sending(answer)]
    assert await client.model_window(MODEL) == 200_000
