from __future__ import annotations

import re
from typing import get_args

import pytest
from pydantic import SecretStr

from design_sessions.secret_variables import (
    SECRET_VARIABLES,
    environment_without_secrets,
    is_secret,
    secret_values,
)
from design_sessions.settings import Settings

SOUNDS_SECRET = re.compile(r"(?:^|_)(?:key|token|secret|password|credentials?|webhook)(?:_|$)")


def test_every_secret_setting_is_kept_from_other_programs() -> None:
    secret = {
        field.alias
        for field in Settings.model_fields.values()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    }

    assert {"ANTHROPIC_API_KEY", "GITHUB_TOKEN", "DESIGN_WEBHOOK"} <= secret <= SECRET_VARIABLES


def test_a_setting_that_sounds_like_a_secret_is_one() -> None:
    sounding = {n: f for n, f in Settings.model_fields.items() if SOUNDS_SECRET.search(n)}

    assert {"anthropic_api_key", "webhook"} <= set(sounding)
    assert [n for n, f in sounding.items() if not is_secret(f.alias or n)] == []


@pytest.mark.parametrize(
    "name",
    [
        "DATABASE_URL",
        "DESIGN_DATABASE_URL",
        "TEMPORAL_API_KEY",
        "temporal_api_key",
        "TEMPORAL_GRPC_META_AUTHORIZATION",
        "anthropic_api_key",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_BEARER_TOKEN_BEDROCK",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "OTEL_EXPORTER_OTLP_HEADERS",
    ],
)
def test_secrets_of_libraries_count_and_case_does_not(
    name: str, environment: dict[str, str]
) -> None:
    environment[name] = "hush"

    assert name not in environment_without_secrets()
    assert "PATH" in environment_without_secrets()


def test_what_texts_are_kept_free_of(environment: dict[str, str]) -> None:
    environment["TEMPORAL_API_KEY"] = "of-temporal"

    known = secret_values(Settings(ANTHROPIC_API_KEY=SecretStr("of-the-model")))

    assert {"of-temporal", "of-the-model"} <= set(known)
