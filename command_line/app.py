"""The root of the command line."""

from __future__ import annotations

from importlib import import_module
from typing import NoReturn

import click

from command_line.exit_codes import run_command
from design_sessions.settings import load_environment
from hosting.process_exit import end_process

_COMMANDS = (
    "demo",
    "start",
    "watch",
    "status",
    "list",
    "log",
    "show",
    "retry",
    "skip",
    "accept",
    "recheck",
    "cancel",
    "delete",
    "prune",
    "init",
    "components",
    "rules",
    "validate",
    "doctor",
)
"""In the order of ``--help``; each is ``COMMAND`` of the module of its name."""


class LazyGroup(click.Group):
    """Imports a command's module only when it is used: importing all takes two seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of ``--help``."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None when there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"command_line.commands.{cmd_name}").COMMAND
        return command


@click.group(
    name="client.py", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}
)
def application() -> None:
    """Context design sessions: one design document for each component of a context.

    An argument with a / is a session ID. Without one, reports show the newest session and decisions
    go to the only active one. Exit codes: 0 done or running, 1 failed or cancelled, 2 bad input or
    a missing prerequisite, 3 waiting for a person, 141 output closed by its reader.
    """


def main() -> NoReturn:
    """Run the command that this process was started with, and end the process."""
    load_environment()
    end_process(run_command(application))
