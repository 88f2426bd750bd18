from __future__ import annotations

import socket
from pathlib import Path

import pytest

from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    InputError,
    ModelUnavailableError,
)
from tests.support.certificates import self_signed
from tests.support.scripted_endpoint import (
    KEY,
    ScriptedEndpoint,
    api_error,
    failing_call,
    http,
    make_settings,
    scripted_endpoint,
    sending,
    text_block,
    whole_answer,
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


@pytest.mark.parametrize(
    "url", ["localhost:1", "127.0.0.1:9", "foo", "ftp://localhost", "https://", "not an address"]
)
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


async def through(
    request: ModelRequest, url: str, **environment: str
) -> tuple[DesignSessionError, ModelClient]:
    client = ModelClient(make_settings(url, environment=environment))
    return await failing_call(client, request), client


async def test_what_a_proxy_answers_names_its_variable(
    endpoint: ScriptedEndpoint, model_request: ModelRequest
) -> None:
    endpoint.answers = [sending(http(407, b"<html>Who are you?</html>"))]
    proxy = endpoint.url.replace("//", "//ann:hunter22@")
    error, client = await through(model_request, "http://gateway.invalid", HTTP_PROXY=proxy)
    await client.close()
    assert f"http://gateway.invalid through HTTP_PROXY ({endpoint.url}) answered" in error.message
    assert "hunter22" not in str(error)
    assert endpoint.received[0].path == "http://gateway.invalid/v1/messages"


@pytest.mark.parametrize("url", ["http://gateway.invalid", "https://gateway.invalid"])
async def test_a_proxy_that_is_not_there_is_named(model_request: ModelRequest, url: str) -> None:
    proxy = unused_address()
    error, client = await through(model_request, url, ALL_PROXY=proxy)
    assert isinstance(error, ModelUnavailableError)
    assert f"{url} through ALL_PROXY ({proxy}) does not answer" in error.message
    with pytest.raises(InputError, match=r"through ALL_PROXY \(http"):
        await client.check_model("claude-sonnet-5-5")
    await client.close()


async def test_a_proxy_that_cannot_be_used_is_refused_before_anything_is_sent(
    model_request: ModelRequest,
) -> None:
    error, client = await through(model_request, "https://gateway", ALL_PROXY="socks5://h:1")
    assert isinstance(error, InputError)
    assert error.message.startswith("ALL_PROXY cannot be used as a proxy: SOCKS")
    with pytest.raises(InputError, match="ALL_PROXY"):
        client.check_settings()
    with pytest.raises(InputError, match="ALL_PROXY"):
        await client.check_model("claude-sonnet-5-5")


async def test_loopback_is_reached_whatever_the_proxies_are(
    endpoint: ScriptedEndpoint, model_request: ModelRequest
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, "Yes.")))]
    for proxy in ("http://127.0.0.1:9", "socks5://127.0.0.1:9", "nonsense"):
        environment = dict.fromkeys(("HTTP_PROXY", "ALL_PROXY"), proxy)
        client = ModelClient(make_settings(endpoint.url, environment=environment))
        await client.stream_turn(model_request, headers={})
        await client.close()
    assert len(endpoint.received) == 3


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/", "/v1/messages", "/gateway/v1"])
async def test_the_first_part_of_the_apis_paths_may_end_the_address(
    endpoint: ScriptedEndpoint, model_request: ModelRequest, end: str
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, "Yes.")))]
    client = ModelClient(make_settings(endpoint.url + end))
    await client.stream_turn(model_request, headers={})
    await client.close()
    below = "/gateway" if "gateway" in end else ""
    assert endpoint.received[0].path == f"{below}/v1/messages"


async def test_a_file_of_certificates_that_cannot_be_read_is_refused_by_its_name(
    model_request: ModelRequest, environment: dict[str, str], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for path in (tmp_path / "missing.pem", empty):
        environment["SSL_CERT_FILE"] = str(path)
        error, _ = await through(model_request, "https://gateway.invalid")
        assert isinstance(error, InputError)
        assert error.message.startswith("SSL_CERT_FILE does not name a file of certificates")


async def test_a_certificate_that_is_not_trusted_is_said_with_the_way_out(
    model_request: ModelRequest, environment: dict[str, str], tmp_path: Path
) -> None:
    async with scripted_endpoint(self_signed(tmp_path)) as gateway:
        error, client = await through(model_request, gateway.url)
        assert isinstance(error, ModelUnavailableError)
        assert "CERTIFICATE_VERIFY_FAILED" in error.message
        assert error.remedy.startswith("Set SSL_CERT_FILE")
        with pytest.raises(InputError, match="Set SSL_CERT_FILE"):
            await client.check_model("claude-sonnet-5-5")
        await client.close()

        environment["SSL_CERT_FILE"] = str(tmp_path / "certificate.pem")
        gateway.answers = [sending(whole_answer(text_block(0, "Yes.")))]
        client = ModelClient(make_settings(gateway.url))
        await client.stream_turn(model_request, headers={})
        await client.close()
