from __future__ import annotations

import socket

import pytest

from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import (
    CredentialsError,
    InputError,
    ModelUnavailableError,
)
from tests.support.scripted_endpoint import (
    KEY,
    ScriptedEndpoint,
    api_error,
    failing_call,
    make_settings,
    sending,
)


def unused_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


async def test_nobody_there_may_pass_during_a_turn(model_request: ModelRequest) -> None:
    client = ModelClient(make_settings(unused_address()))
    error = await failing_call(client, model_request)
    await client.close()
    assert isinstance(error, ModelUnavailableError)
    assert "does not answer" in error.message


@pytest.mark.parametrize("url", ["localhost:1", "ftp://localhost", "not an address"])
async def test_an_address_that_is_none_is_refused(model_request: ModelRequest, url: str) -> None:
    client = ModelClient(make_settings(url))
    error = await failing_call(client, model_request)
    assert not isinstance(error, ModelUnavailableError)
    with pytest.raises(InputError):
        await client.check_model("claude-sonnet-5-5")
    await client.close()


async def test_an_error_never_repeats_the_key(
    endpoint: ScriptedEndpoint, model_request: ModelRequest
) -> None:
    url = endpoint.url.replace("http://", "http://user:hunter22@")
    client = ModelClient(make_settings(url))
    echo = f"The key {KEY} and sk-another-key-12345 of hunter22 are wrong. {'x' * 2000}"
    endpoint.answers = [sending(api_error(401, "authentication_error", echo))]
    error = await failing_call(client, model_request)
    await client.close()
    assert "sk-another" not in str(error)
    assert "hunter22" not in str(error)
    assert "hunter22" not in client.endpoint


@pytest.mark.parametrize("key", ["sk-ant\ninjected: 1", "sk-…", "two words"])
async def test_a_key_that_cannot_be_one_is_not_sent(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, key: str
) -> None:
    client = ModelClient(make_settings(endpoint.url, anthropic_api_key=key))
    assert isinstance(await failing_call(client, model_request), CredentialsError)
    assert endpoint.received == []


async def test_without_a_key_nothing_is_sent(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, environment: dict[str, str]
) -> None:
    environment["ANTHROPIC_API_KEY"] = "from-the-environment"
    client = ModelClient(make_settings(endpoint.url, anthropic_api_key=None))
    error = await failing_call(client, model_request)
    assert isinstance(error, InputError)
    assert error.message == "ANTHROPIC_API_KEY is not set."
    assert endpoint.received == []
