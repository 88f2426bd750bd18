from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from design_sessions.settings import Settings
from hosting.logging import REDACTED, SecretRedactor, configure_logging


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-abcdefgh",
        "ghp_0123456789abcdefghij",
        "github_pat_0123456789abcdefghij",
        "a-known-secret",
    ],
)
def test_secrets_are_replaced_wherever_they_stand(secret: str) -> None:
    redactor = SecretRedactor(["a-known-secret"])

    event = redactor(None, "info", {"event": f"sent {secret}!", "deep": [{"x": secret}]})

    assert secret not in json.dumps(event)
    assert event["event"] == f"sent {REDACTED}!"


@pytest.mark.parametrize("secret", ["o", "none", "exist"])
def test_a_short_secret_is_not_taken_out_of_words(secret: str) -> None:
    redactor = SecretRedactor([secret])
    assert redactor.text("role does not exist, none") == "role does not exist, none"
    hidden = redactor.text(f"postgresql://ann:{secret}@db/x")
    assert hidden == f"postgresql://{REDACTED}@db/x"
    assert redactor(None, "info", {"password": secret})["password"] == REDACTED


def test_a_field_with_a_secret_s_name_is_replaced_whatever_it_holds() -> None:
    event = SecretRedactor()(None, "info", {"api_key": "x", "output_tokens": 5, "token_count": 3})

    assert event == {"api_key": REDACTED, "output_tokens": 5, "token_count": 3}


def test_credentials_in_an_address_are_replaced_and_the_address_stays() -> None:
    text = SecretRedactor().text("fetch https://ann:pw@example.org/x.git failed")

    assert text == f"fetch https://{REDACTED}@example.org/x.git failed"


def test_records_of_the_standard_library_are_json_without_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(Settings(environment={"ANTHROPIC_API_KEY": "my-own-key-value"}))

    logging.getLogger("temporalio.worker").warning("refused with %s", "my-own-key-value")
    try:
        raise ValueError("my-own-key-value is wrong")
    except ValueError:
        structlog.get_logger("x").exception("boom")

    output = capsys.readouterr().err
    lines = [json.loads(line) for line in output.splitlines()]
    assert lines[0]["event"] == f"refused with {REDACTED}"
    assert lines[0]["level"] == "warning"
    assert "ValueError" in lines[1]["exception"]
    assert "my-own-key-value" not in output
