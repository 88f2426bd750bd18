"""Vertex AI: what is sent, what is asked of the settings, and what is said of errors."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from design_sessions import extras
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import CredentialsError, InputError
from design_sessions.settings import Settings
from tests.support.google_cloud import GoogleCloud
from tests.support.scripted_endpoint import (
    REQUEST,
    STREAM_HEAD,
    TURN_HEADERS,
    ScriptedEndpoint,
    event,
    failing_call,
    http,
    scripted_endpoint,
    sending,
    text_block,
    whole_answer,
)

TOKEN = "ya29.an-access-token-that-nobody-must-see"
PATH = (
    "/v1/projects/shop-project/locations/global/publishers/anthropic/models/"
    f"{REQUEST.model}:streamRawPredict"
)


@pytest.fixture
async def google(
    environment: dict[str, str], tmp_path: Path
) -> AsyncIterator[tuple[ScriptedEndpoint, dict[str, str]]]:
    """An endpoint that gives access tokens and answers calls, and the settings for it."""
    async with scripted_endpoint() as scripted:
        scripted.routes["/token"] = sending(
            http(200, {"access_token": TOKEN, "expires_in": 3600}, Connection="close")
        )
        scripted.answers = [sending(whole_answer(text_block(0, f"You sent {TOKEN}.")))]
        settings = GoogleCloud(scripted.url).environment(tmp_path)
        environment |= settings
        yield scripted, settings


def client_of(settings: dict[str, str], **more: Any) -> ModelClient:
    limits = {"DESIGN_TURN_TIMEOUT": 20.0, "DESIGN_MODEL_IDLE_TIMEOUT": 10.0}
    return ModelClient(Settings.model_validate({**limits, **settings, **more}))


async def test_a_call_has_an_access_token_which_no_text_repeats(
    google: tuple[ScriptedEndpoint, dict[str, str]],
) -> None:
    endpoint, settings = google
    client = client_of(settings)

    answer = await client.stream_turn(REQUEST, headers=TURN_HEADERS)
    endpoint.answers = [
        sending(http(403, {"error": {"code": 403, "message": f"No permission for {TOKEN}"}}))
    ]
    error = await failing_call(client, REQUEST)
    await client.close()

    assert [each.path for each in endpoint.received] == ["/token", PATH, PATH]
    sent = endpoint.received[1]
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    assert sent.headers["x-design-turn"] == TURN_HEADERS["X-Design-Turn"]
    assert sent.body["stream"] is True
    assert "model" not in sent.body
    assert answer.content == [{"type": "text", "text": "You sent ***."}]
    assert isinstance(error, CredentialsError)
    assert "No permission for ***" in error.message
    assert "Google credentials may use this model" in error.remedy


async def test_an_error_in_the_stream_repeats_no_access_token(
    google: tuple[ScriptedEndpoint, dict[str, str]],
) -> None:
    endpoint, settings = google
    said = event("error", error={"type": "overloaded_error", "message": f"Busy with {TOKEN}"})
    endpoint.answers = [sending(STREAM_HEAD + said)]
    client = client_of(settings)
    client.check_settings()

    error = await failing_call(client, REQUEST)
    await client.close()

    assert "Busy with ***" in error.message
    assert [each.path for each in endpoint.received] == ["/token", PATH]


async def test_a_token_that_google_refuses_is_an_error_of_the_credentials(
    google: tuple[ScriptedEndpoint, dict[str, str]],
) -> None:
    endpoint, settings = google
    refused = http(400, {"error": "invalid_grant", "error_description": "Account not found"})
    endpoint.routes["/token"] = sending(refused)
    client = client_of(settings)

    error = await failing_call(client, REQUEST)
    await client.close()

    assert isinstance(error, CredentialsError)
    assert "Account not found" in error.message
    assert {each.path for each in endpoint.received} == {"/token"}


async def test_models_are_not_checked_where_there_is_no_models_api(
    google: tuple[ScriptedEndpoint, dict[str, str]],
) -> None:
    endpoint, settings = google
    client = client_of(settings)

    checked = await client.check_model(REQUEST.model)

    assert "Vertex AI has no models API" in checked.unknown
    assert endpoint.received == []


@pytest.mark.parametrize(
    ("region", "address"),
    [
        ("global", "https://aiplatform.googleapis.com/v1"),
        ("eu", "https://aiplatform.eu.rep.googleapis.com/v1"),
        ("us-east5", "https://us-east5-aiplatform.googleapis.com/v1"),
    ],
)
def test_the_address_is_that_of_the_region(
    region: str, address: str, google: tuple[ScriptedEndpoint, dict[str, str]]
) -> None:
    own = {"CLOUD_ML_REGION": region, "ANTHROPIC_VERTEX_BASE_URL": ""}

    assert client_of(google[1], **own).endpoint == address


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("CLOUD_ML_REGION", "", "CLOUD_ML_REGION is not set"),
        ("CLOUD_ML_REGION", "a b", "CLOUD_ML_REGION is 'a b', which is no region"),
        ("ANTHROPIC_VERTEX_PROJECT_ID", "", "ANTHROPIC_VERTEX_PROJECT_ID is not set"),
        ("ANTHROPIC_VERTEX_BASE_URL", "x", "ANTHROPIC_VERTEX_BASE_URL is not a URL"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_said(
    setting: str, value: str, said: str, google: tuple[ScriptedEndpoint, dict[str, str]]
) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        client_of(google[1], **{setting: value}).check_settings()


def test_packages_that_are_missing_are_said(
    google: tuple[ScriptedEndpoint, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)

    with pytest.raises(InputError, match=r"DESIGN_PROVIDER=vertex needs .*'\.\[vertex\]'"):
        client_of(google[1]).check_settings()


@pytest.mark.parametrize("content", [None, "{}", json.dumps({"type": "service_account"})])
async def test_credentials_that_are_missing_are_said(
    content: str | None,
    google: tuple[ScriptedEndpoint, dict[str, str]],
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    account = tmp_path / "other.json"
    if content is not None:
        account.write_text(content)
    environment["GOOGLE_APPLICATION_CREDENTIALS"] = str(account)

    with pytest.raises(InputError, match="No Google credentials were found"):
        await client_of(google[1]).require_credentials()
