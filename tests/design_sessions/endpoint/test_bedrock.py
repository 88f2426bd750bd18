"""Amazon Bedrock: what is sent, what is asked of the settings, and what is said of errors."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from design_sessions import extras
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import CredentialsError, InputError, ModelUnavailableError
from design_sessions.settings import Settings
from tests.support.scripted_endpoint import (
    REQUEST,
    TURN_HEADERS,
    ScriptedEndpoint,
    failing_call,
    http,
    scripted_endpoint,
    sending,
    text_block,
    whole_answer,
)

SECRET = "wJalrXUtnFEMI-a-secret-key-of-aws"
SESSION = "FwoGZXIvYXdzE-a-session-token-of-aws"
BEARER = "bedrock-api-key-that-nobody-must-see"


@pytest.fixture
async def endpoint() -> AsyncIterator[ScriptedEndpoint]:
    async with scripted_endpoint() as scripted:
        scripted.answers = [sending(whole_answer(text_block(0, "Hello.")))]
        yield scripted


@pytest.fixture
def aws(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment in which AWS's own library finds nothing by itself."""
    environment |= {
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
    }
    return environment


def client_of(url: str, **more: str) -> ModelClient:
    return ModelClient(settings_of(url, **more))


def settings_of(url: str, **more: str) -> Settings:
    values: dict[str, Any] = {
        "DESIGN_PROVIDER": "bedrock",
        "AWS_REGION": "eu-central-1",
        "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": url,
        "DESIGN_TURN_TIMEOUT": 10.0,
        "DESIGN_MODEL_IDLE_TIMEOUT": 5.0,
        **more,
    }
    return Settings.model_validate(values)


async def test_a_call_is_signed_with_the_credentials_that_aws_finds(
    endpoint: ScriptedEndpoint, aws: dict[str, str]
) -> None:
    aws |= {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": SESSION,
    }
    client = client_of(endpoint.url)

    answer = await client.stream_turn(REQUEST, headers=TURN_HEADERS)
    await client.close()

    (sent,) = endpoint.received
    assert answer.content == [{"type": "text", "text": "Hello."}]
    assert sent.path == "/v1/messages"
    assert sent.body["model"] == f"anthropic.{REQUEST.model}"
    assert sent.body["stream"] is True
    scope = r"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/\d{8}/eu-central-1/bedrock-mantle/"
    assert re.match(scope, sent.headers["authorization"])
    assert "x-design-session" in sent.headers["authorization"]
    assert sent.headers["x-amz-security-token"] == SESSION
    assert sent.headers["x-design-turn"] == TURN_HEADERS["X-Design-Turn"]
    assert "x-api-key" not in sent.headers
    assert SECRET not in str(sent)


async def test_a_bearer_token_needs_no_extra(
    endpoint: ScriptedEndpoint, aws: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    client = client_of(endpoint.url, AWS_BEARER_TOKEN_BEDROCK=BEARER)

    await client.stream_turn(REQUEST, headers=TURN_HEADERS)
    await client.close()

    assert endpoint.received[0].headers["authorization"] == f"Bearer {BEARER}"


@pytest.fixture
def profile(aws: dict[str, str]) -> None:
    """Credentials that are in a file only."""
    Path(aws["AWS_SHARED_CREDENTIALS_FILE"]).write_text(
        f"[team]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {SECRET}\n"
        f"aws_session_token = {SESSION}\n"
    )
    aws["AWS_PROFILE"] = "team"


async def test_what_an_endpoint_repeats_of_credentials_is_taken_out(
    endpoint: ScriptedEndpoint, profile: None
) -> None:
    endpoint.answers = [sending(whole_answer(text_block(0, f"You sent {SESSION}.")))]
    client = client_of(endpoint.url)

    answer = await client.stream_turn(REQUEST, headers=TURN_HEADERS)
    endpoint.answers = [sending(http(403, {"message": f"The token {SESSION} is expired"}))]
    error = await failing_call(client, REQUEST)
    await client.close()

    assert answer.content == [{"type": "text", "text": "You sent ***."}]
    assert isinstance(error, CredentialsError)
    assert "The token *** is expired" in error.message
    assert "AWS credentials may use this model" in error.remedy


async def test_a_call_is_made_once_and_redirects_are_not_followed(
    endpoint: ScriptedEndpoint, aws: dict[str, str]
) -> None:
    client = client_of(endpoint.url, AWS_BEARER_TOKEN_BEDROCK=BEARER)
    endpoint.answers = [
        sending(http(503, {"message": "busy"})),
        sending(http(307, b"", Location="https://elsewhere.example/")),
    ]

    assert isinstance(await failing_call(client, REQUEST), ModelUnavailableError)
    moved = await failing_call(client, REQUEST)
    await client.close()

    assert len(endpoint.received) == 2
    assert "redirects to https://elsewhere.example/" in moved.message
    assert "ANTHROPIC_BEDROCK_MANTLE_BASE_URL" in moved.remedy


async def test_models_are_not_checked_where_there_is_no_models_api(
    endpoint: ScriptedEndpoint, aws: dict[str, str]
) -> None:
    client = client_of(endpoint.url, AWS_BEARER_TOKEN_BEDROCK=BEARER)

    checked = await client.check_model(REQUEST.model)

    assert "Amazon Bedrock has no models API" in checked.unknown
    assert not checked.speaks_for_calls
    assert await client.output_limit(REQUEST.model) is None
    assert endpoint.received == []


def test_the_address_is_that_of_the_region(aws: dict[str, str]) -> None:
    client = client_of("", AWS_BEARER_TOKEN_BEDROCK=BEARER)

    assert client.endpoint == "https://bedrock-mantle.eu-central-1.api.aws/anthropic"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"AWS_REGION": ""}, "AWS_REGION is not set"),
        ({"AWS_REGION": "eu/../x"}, "AWS_REGION is 'eu/../x', which is no region"),
        ({"ANTHROPIC_BEDROCK_MANTLE_BASE_URL": "ftp://x"}, "MANTLE_BASE_URL is not a URL"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_said(
    settings: dict[str, str], said: str, aws: dict[str, str]
) -> None:
    client = ModelClient(settings_of("", **{"AWS_BEARER_TOKEN_BEDROCK": BEARER, **settings}))

    with pytest.raises(InputError, match=re.escape(said)):
        client.check_settings()


def test_a_token_that_is_set_but_empty_is_said(aws: dict[str, str]) -> None:
    aws["AWS_BEARER_TOKEN_BEDROCK"] = ""

    with pytest.raises(InputError, match="set but empty"):
        client_of("").check_settings()


def test_packages_that_are_missing_are_said(
    aws: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)

    with pytest.raises(InputError, match=r"DESIGN_PROVIDER=bedrock needs .*'\.\[bedrock\]'"):
        client_of("").check_settings()


@pytest.mark.parametrize(
    ("profile", "said"),
    [(None, "No AWS credentials were found"), ("none", "config profile .none. could not be found")],
)
async def test_credentials_that_are_missing_are_said(
    profile: str | None, said: str, aws: dict[str, str]
) -> None:
    if profile is not None:
        aws["AWS_PROFILE"] = profile

    with pytest.raises(InputError, match=said):
        await client_of("").require_credentials()
