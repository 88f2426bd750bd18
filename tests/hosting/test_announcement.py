from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any, cast

import pytest
import structlog
from pydantic import SecretStr
from structlog.testing import capture_logs

from design_sessions.settings import Settings
from hosting import announcement
from hosting.temporal_connection import Connection

UI = "http://127.0.0.1:8233"


def connection() -> Connection:
    config = SimpleNamespace(target_host="127.0.0.1:7233")
    client = SimpleNamespace(service_client=SimpleNamespace(config=config), namespace="default")
    return Connection(client=cast("Any", client), ui=UI, embedded=True)


def announced(settings: Settings) -> list[Any]:
    """The warnings; what is printed is the test's to read."""
    structlog.reset_defaults()
    with capture_logs() as logs:
        announcement.announce(
            settings, connection(), endpoint="http://127.0.0.1:9", with_attributes=True
        )
    return logs


def test_a_program_reads_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    announced(Settings(environment={}))

    said = capsys.readouterr().out
    facts = json.loads(said)
    assert said.count("\n") == 1
    assert facts["event"] == "worker ready"
    assert (facts["temporal"], facts["ui"]) == ("127.0.0.1:7233", UI)


def test_a_person_reads_a_plain_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    settings = Settings(environment={})
    announced(settings)

    assert capsys.readouterr().out == (
        f"Worker ready: Temporal 127.0.0.1:7233, Web UI {UI}, "
        f"database {settings.resolved_database_url()}, models at http://127.0.0.1:9. "
        "Ctrl-C stops it.\n"
    )


@pytest.mark.parametrize("key", [None, SecretStr(" ")])
def test_a_worker_without_a_key_says_what_to_set(key: SecretStr | None) -> None:
    (warning,) = announced(Settings(environment={}).model_copy(update={"anthropic_api_key": key}))

    assert warning["log_level"] == "warning"
    assert "ANTHROPIC_API_KEY" in warning["event"]


def test_a_worker_with_a_key_or_a_token_warns_of_nothing() -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        assert announced(Settings(environment={name: "a-key"})) == []
