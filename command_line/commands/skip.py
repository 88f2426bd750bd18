"""``skip``: continue without some components, the review or the pull request."""

from __future__ import annotations

import click

from command_line.choosing.decisions import skips
from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Words
from command_line.temporal.decisions import decide


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]...")
@click.option(
    "--review",
    is_flag=True,
    help="Continue without a review, or without the revisions that it asks for.",
)
@click.option("--pull-request", is_flag=True, help="Finish without a pull request.")
@click.option("--reason", type=Words(), required=True, help="The reason; it is recorded and shown.")
@common_options()
def skip(
    invocation: Invocation,
    arguments: tuple[str, ...],
    review: bool,
    pull_request: bool,
    reason: str,
) -> int:
    """Continue without some components, the review or the pull request."""
    sorted_arguments = choose(invocation, arguments, deciding=True)
    asked = skips(
        sorted_arguments.components,
        review=review,
        pull_request=pull_request,
        reason=reason,
        by=invocation.user,
    )
    return decide(invocation, sorted_arguments, asked.decisions)


COMMAND: click.Command = skip
