"""``recheck``: validate designs that were committed by hand."""

from __future__ import annotations

import click

from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.temporal.decisions import decide
from design_sessions.decisions import Recheck


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION]")
@common_options()
def recheck(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Validate designs that you committed to the branch by hand."""
    sorted_arguments = choose(invocation, arguments)
    if sorted_arguments.components:
        raise click.UsageError("recheck takes a session and no components.")
    return decide(invocation, sorted_arguments, [Recheck(by=invocation.user)])


COMMAND: click.Command = recheck
