"""``accept``: commit last drafts as they are."""

from __future__ import annotations

import click

from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Words
from command_line.temporal.decisions import decide
from design_sessions.decisions import AcceptComponent


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[SESSION] COMPONENT...")
@click.option("--reason", type=Words(), help="The reason; it is recorded and shown.")
@common_options()
def accept(invocation: Invocation, arguments: tuple[str, ...], reason: str | None) -> int:
    """Commit the last drafts of components even though they are invalid."""
    sorted_arguments = choose(invocation, arguments)
    if not sorted_arguments.components:
        raise click.UsageError("Name a component.")
    by = invocation.user
    return decide(
        invocation,
        sorted_arguments,
        [
            AcceptComponent(component=name, reason=reason, by=by)
            for name in sorted_arguments.components
        ],
    )


COMMAND: click.Command = accept
