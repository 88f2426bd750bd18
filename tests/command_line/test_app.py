"""The root of the command line: quick to start, and its table says what the commands are."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest

from command_line.app import application

HEAVY = ("alembic", "anthropic", "github", "sqlalchemy", "temporalio")


def loaded(*arguments: str) -> set[str]:
    """Which of the heavy packages a process has loaded after one command."""
    code = (
        "import json, sys\n"
        "from click.testing import CliRunner\n"
        "from command_line.app import application\n"
        f"result = CliRunner().invoke(application, {list(arguments)!r})\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_help_loads_nothing_heavy() -> None:
    assert loaded("--help") == set()


@pytest.mark.parametrize("command", ["status", "retry", "log", "list", "show", "start", "watch"])
def test_only_a_command_that_asks_the_model_loads_its_sdk(command: str) -> None:
    assert not loaded(command, "--help") & {"alembic", "anthropic", "github"}


def test_a_report_loads_the_temporal_sdk_only_to_ask_the_server() -> None:
    assert "temporalio" not in loaded("log", "--help") | loaded("validate", "--help")


def test_every_command_of_the_table_is_there_with_a_help_of_its_own() -> None:
    context = click.Context(application)
    for name in application.list_commands(context):
        command = application.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help
