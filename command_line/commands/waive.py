"""``waive``: leave findings of the review as they are."""

from __future__ import annotations

import click

from command_line.choosing.component import FINDINGS
from command_line.choosing.decisions import waivers
from command_line.choosing.session import Arguments, choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Words
from command_line.temporal.decisions import decide


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] FINDING...")
@click.option("--reason", type=Words(), required=True, help="The reason; it is recorded and shown.")
@common_options()
def waive(invocation: Invocation, arguments: tuple[str, ...], reason: str) -> int:
    """Leave findings of the review as they are: nothing is revised for them.

    `status` shows each with its identifier, such as F1.
    """
    session, findings = choose(invocation, arguments, of=FINDINGS, deciding=True)
    asked = waivers(findings, reason=reason, by=invocation.user)
    return decide(invocation, Arguments(session, ()), asked.decisions)


COMMAND: click.Command = waive
