"""``watch``: follow a session until it ends or needs a person."""

from __future__ import annotations

import click

from command_line.choosing.session import session_to_report
from command_line.options import Invocation, common_options
from command_line.reports.watching import follow


@click.command()
@click.argument("session", required=False, metavar="[SESSION]")
@common_options(json=True)
def watch(invocation: Invocation, session: str | None) -> int:
    """Watch a session: the newest, or the one of this context or ID. Ctrl-C leaves it running.

    On a terminal, the view stays open while the session waits for a person. In a pipe, or with
    --json, the command then exits with code 3. --json prints each change as one JSON object per
    line; the last line is the object of 'status --json'.
    """
    return follow(invocation, session_to_report(invocation, session))


COMMAND: click.Command = watch
