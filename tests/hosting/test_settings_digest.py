from __future__ import annotations

import pytest

from design_sessions.settings import Settings
from hosting.settings_digest import settings_digest

KEY = {"ANTHROPIC_API_KEY": "sk-first-key"}


def digest(**environment: str) -> str:
    return settings_digest(Settings(environment=KEY | environment))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANTHROPIC_API_KEY", "sk-second-key"),
        ("ANTHROPIC_BASE_URL", "http://127.0.0.1:1"),
        ("DESIGN_MODEL", "another"),
        ("HTTPS_PROXY", "http://proxy.example:3128"),
    ],
)
def test_what_a_workers_calls_depend_on_makes_a_difference(name: str, value: str) -> None:
    assert digest(**{name: value}) != digest()


@pytest.mark.parametrize("name", ["DESIGN_PROJECT", "DESIGN_USER", "DESIGN_DATA_DIR", "EDITOR"])
def test_who_asks_for_what_makes_none(name: str) -> None:
    assert digest(**{name: "another"}) == digest()


def test_it_tells_no_key() -> None:
    assert "first" not in digest()
