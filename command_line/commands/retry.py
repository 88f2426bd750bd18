"""``retry``: design components again, or retry what failed."""

from __future__ import annotations

import click

from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Amount, Words
from command_line.temporal.decisions import decide
from design_sessions.decisions import RetryComponent, RetryFailed, RetryStep


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
    sorted_arguments = choose(invocation, arguments)
    by = invocation.user
    if sorted_arguments.components and max_cost is not None:
        raise click.UsageError("--max-cost applies to the whole session: leave out the components.")
    if sorted_arguments.components:
        return decide(
            invocation,
            sorted_arguments,
            [
                RetryComponent(component=name, guidance=guidance, by=by)
                for name in sorted_arguments.components
            ],
        )
    # While siblings run, no step waits yet, but what has failed can already be retried.
    return decide(
        invocation,
        sorted_arguments,
        [RetryStep(guidance=guidance, max_cost=max_cost, by=by)],
        instead=[RetryFailed(guidance=guidance, max_cost=max_cost, by=by)],
    )


COMMAND: click.Command = retry
