"""``retry``: design components again, or retry what failed."""

from __future__ import annotations

import click

from command_line.choosing.decisions import retries
from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Amount, Words
from command_line.temporal.decisions import decide


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]...")
@click.option(
    "--guidance",
    type=Words(),
    help="Advice for the model: the next message of the conversation.",
)
@click.option(
    "--max-cost",
    type=Amount(),
    help="New limit for the session's estimated cost, once the old one is reached.",
)
@common_options()
def retry(
    invocation: Invocation,
    arguments: tuple[str, ...],
    guidance: str | None,
    max_cost: float | None,
) -> int:
    """Design components again; without any, retry the failed step and every failed component.

    A running component gets --guidance in its next turn.
    """
    sorted_arguments = choose(invocation, arguments, deciding=True)
    asked = retries(
        sorted_arguments.components,
        guidance=guidance,
        max_cost=max_cost,
        by=invocation.user,
    )
    return decide(invocation, sorted_arguments, asked.decisions, instead=asked.instead)


COMMAND: click.Command = retry
