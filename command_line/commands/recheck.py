"""``recheck``: validate designs that were committed by hand."""

from __future__ import annotations

import click

from command_line.choosing.session import Arguments
from command_line.options import Invocation, common_options
from command_line.temporal.decisions import decide
from design_sessions.decisions import Recheck


@click.command()
@click.argument("session", required=False, metavar="[SESSION]")
@common_options()
def recheck(invocation: Invocation, session: str | None) -> int:
    """Validate designs that you committed to the branch by hand."""
    return decide(invocation, Arguments(session, ()), [Recheck(by=invocation.user)])


COMMAND: click.Command = recheck
