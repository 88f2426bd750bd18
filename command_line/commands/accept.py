"""``accept``: commit last drafts as they are."""

from __future__ import annotations

import click

from command_line.choosing.decisions import acceptances
from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Words
from command_line.temporal.decisions import decide


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[SESSION] COMPONENT...")
@click.option("--reason", type=Words(), help="The reason; it is recorded and shown.")
@common_options()
def accept(invocation: Invocation, arguments: tuple[str, ...], reason: str | None) -> int:
    """Commit the last drafts of components even though they are invalid."""
    sorted_arguments = choose(invocation, arguments, deciding=True)
    asked = acceptances(sorted_arguments.components, reason=reason, by=invocation.user)
    return decide(invocation, sorted_arguments, asked.decisions)


COMMAND: click.Command = accept
