"""The root of the command line."""

from __future__ import annotations

from typing import NoReturn

import click

from command_line import decisions, demo, doctor, documents, conversations, reports, start, watch
from command_line.exit_codes import run_command
from design_sessions.settings import load_environment
from hosting.process_exit import end_process


@click.group(name="client.py", context_settings={"help_option_names": ["-h", "--help"]})
def application() -> None:
    """Context design sessions: one design document for each component of a context.

    An argument with a / is a session's ID. Without one, reports take the newest session and
    decisions the only active one. Exit codes: 0 done or running, 1 failed or cancelled, 2 bad
    input or a missing prerequisite, 3 waits for a person.
    """


for _module in (demo, start, watch, reports, conversations, decisions, documents, doctor):
    for _command in _module.COMMANDS:
        application.add_command(_command)


def main() -> NoReturn:
    """Run the command of this process's arguments and end the process."""
    load_environment()
    end_process(run_command(application))
