"""Shared by the tests of the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from command_line.app import application
from command_line.exit_codes import run_command
from design_sessions.status import Action, Attention, ComponentReason
from design_sessions.store import Store
from tests.support.stores import SCOPE, start_components, start_session, view_of


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]

ACME = ("--account", "acme")
"""The account of the session in the fixtures."""


@pytest.fixture(autouse=True)
def clean_settings(environment: dict[str, str], tmp_path: Path) -> None:
    """No settings of the machine, and a data directory of the test's own."""
    environment |= {
        "TEMPORAL_CONFIG_FILE": str(tmp_path / "none.toml"),
        "DESIGN_DATA_DIR": str(tmp_path / "data"),
        "DESIGN_USER": "ada@example.com",
    }


@pytest.fixture
def client(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs ``client.py`` with arguments in this process."""

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run_command(application, arguments)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture
def session(store: Store) -> UUID:
    """A session of the account acme, its components running."""
    session_id = start_session(store)
    components = start_components(store, session_id)
    view = view_of(session_id)
    for component in view.components:
        component.session_id = components[component.module]
    store.sessions.publish_status(SCOPE, session_id, view)
    return session_id


def needs_person(store: Store, session_id: UUID) -> None:
    """The session waits for a person, as a component has failed."""
    view = view_of(session_id)
    view.components[0].state = "failed"
    view.components[0].error = "The model refused."
    view.attention = Attention(
        step="SpawnComponentDesignSessions",
        kind="components",
        reason="Child sessions failed: Post",
        since="2026-01-01T00:00:00+00:00",
        failed=[ComponentReason(component="Post", reason="The model refused.")],
        actions=[Action(label="Again", command="python client.py retry Post")],
    )
    store.sessions.publish_status(SCOPE, session_id, view)
