"""``skip``: continue without some components, the review or the pull request."""

from __future__ import annotations

import click

from command_line.choosing.session import choose
from command_line.options import Invocation, common_options
from command_line.parameter_types import Words
from command_line.temporal.decisions import decide
from design_sessions.decisions import Decision, SkipComponent, SkipPullRequest, SkipReview


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]...")
@click.option("--review", is_flag=True, help="Continue without a review.")
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
    sorted_arguments = choose(invocation, arguments)
    by = invocation.user
    decisions: list[Decision] = [
        SkipComponent(component=name, reason=reason, by=by) for name in sorted_arguments.components
    ]
    if review:
        decisions.append(SkipReview(reason=reason, by=by))
    if pull_request:
        decisions.append(SkipPullRequest(reason=reason, by=by))
    if not decisions:
        raise click.UsageError("Name a component, or give --review or --pull-request.")
    return decide(invocation, sorted_arguments, decisions)


COMMAND: click.Command = skip
