"""``doctor``: check everything that a session needs."""

from __future__ import annotations

import asyncio
import json

import click
from rich.text import Text

from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say_json

_MARKS = {True: ("✓", "green"), False: ("✗", "bold red"), None: ("-", "yellow")}


@click.command()
@click.option(
    "--repo",
    "repository",
    help="Check this repository: path or URL. Default: the one you stand in, if any.",
)
@common_options(json=True)
def doctor(invocation: Invocation, repository: str | None) -> int:
    """Check everything that a session needs, before anything is spent."""
    # To load the SDKs of the model and of Temporal takes a second, for which --help need not wait.
    from command_line.doctor_checks import check_everything

    results = asyncio.run(check_everything(invocation, repository))
    if invocation.as_json:
        say_json(json.dumps([result.__dict__ for result in results], indent=2))
    else:
        for result in results:
            mark = Text(*_MARKS[result.passed])
            invocation.console.print(
                Text.assemble(mark, " ", (result.name, "bold"), f": {result.detail}")
            )
    return BAD_INPUT if any(result.passed is False for result in results) else DONE_OR_RUNNING


COMMAND: click.Command = doctor
