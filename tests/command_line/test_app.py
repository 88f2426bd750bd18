"""The root of the command line: quick to start, and its table says what the commands are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from command_line.app import application
from command_line.exit_codes import run_command
from design_sessions.store import Store
from tests.support.environment import without_our_settings
from tests.support.stores import SCOPE, start_session, view_of

HEAVY = (
    "alembic",
    "anthropic",
    "asyncio",
    "git",
    "github",
    "markdown_it",
    "mcp",
    "pydantic",
    "rich",
    "sqlalchemy",
    "sqlalchemy.dialects.postgresql",
    "temporalio",
    "yaml",
)


def loaded(*commands: str, settings: dict[str, str] | None = None) -> set[str]:
    """Which of the heavy packages a process has loaded after these commands, which all end well.

    Its environment has no settings of Temporal's or the product's but these.
    """
    code = (
        "import json, sys\n"
        "from click.testing import CliRunner\n"
        "from command_line.app import application\n"
        f"for command in {commands!r}:\n"
        "    result = CliRunner().invoke(application, command, standalone_mode=False)\n"
        "    assert result.exception is None, result.exception\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=without_our_settings() | (settings or {}),
    )
    return set(json.loads(done.stdout))


def test_help_loads_nothing_heavy() -> None:
    assert loaded("--help") == set()


def test_only_a_command_that_asks_the_model_loads_its_sdk() -> None:
    commands = ("status", "retry", "log", "list", "show", "start", "watch")
    helps = [f"{command} --help" for command in commands]
    assert not loaded(*helps) & {"alembic", "anthropic", "github"}


def test_a_report_loads_the_temporal_sdk_only_to_ask_the_server() -> None:
    assert "temporalio" not in loaded("log --help", "validate --help")


def test_reports_of_an_ended_session_load_the_database_alone(store: Store, tmp_path: Path) -> None:
    session = start_session(store)
    store.sessions.publish_status(SCOPE, session, view_of(session))
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")
    settings = {
        "DESIGN_DATABASE_URL": store.engine.url.render_as_string(hide_password=False),
        "DESIGN_ACCOUNT": SCOPE.account,
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    heavy = loaded("status", "watch", "list", "log", settings=settings)
    assert heavy - {"asyncio", "pydantic", "rich"} == {"sqlalchemy"}


def test_every_command_of_the_table_is_there_with_a_help_of_its_own() -> None:
    context = click.Context(application)
    for name in application.list_commands(context):
        command = application.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("statsu", "There is no command 'statsu'; did you mean status?"),
        ("xyzzy", "There is no command 'xyzzy'. See"),
    ],
)
def test_a_mistyped_command_is_told_with_the_nearest(
    typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(application, [typed]) == 2
    assert said in capsys.readouterr().err
