"""``redo``: revise designs of a session that has ended, on its branch."""

from __future__ import annotations

from functools import partial

import click

from command_line.begin_session import begin_session
from command_line.choosing.redo import asked_redo
from command_line.choosing.session import choose
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options, pr_comments_option, yes_option
from command_line.output import say, say_json
from command_line.parameter_types import Cost, Words
from command_line.reports.ready_commands import with_ready_commands
from design_sessions.errors import InputError
from design_sessions.session_order import NoLimit


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]...")
@click.option("--guidance", type=Words(), help="What to change: the message to each agent.")
@click.option(
    "--from-pr",
    "threads",
    is_flag=True,
    help="Give the agents the open review threads of the pull request, and answer them.",
)
@pr_comments_option
@click.option("--max-cost", type=Cost(), help="Hard limit for the estimated cost of this.")
@click.option("--no-review", is_flag=True, help="Skip the review.")
@yes_option
@click.option("--watch", "watching", is_flag=True, help="Watch the session after starting it.")
@common_options(json=True)
def redo(
    invocation: Invocation,
    arguments: tuple[str, ...],
    guidance: str | None,
    threads: bool,
    pr_comments: bool,
    max_cost: float | NoLimit | None,
    no_review: bool,
    yes: bool,
    watching: bool,
) -> int:
    """Revise designs of a session that has ended, on its branch.

    The other designs stay, and the pull request is updated. With --from-pr, the designs with open
    review threads on the pull request are revised as the reviewers ask, and each thread is answered
    with the commit.
    """
    asked = asked_redo(
        invocation,
        choose(invocation, arguments),
        guidance=guidance,
        max_cost=max_cost,
        no_review=no_review,
        pr_comments=pr_comments,
        from_pr=threads,
    )
    if asked.threads is not None:
        nothing = asked.threads.none_open
        if nothing and guidance is not None:
            raise InputError(nothing, "Leave out --from-pr to revise with this guidance alone.")
        for line in [nothing] if nothing else asked.threads.lines:
            say(line, err=invocation.as_json)
        if nothing:
            if invocation.as_json:
                view = with_ready_commands(invocation, asked.found.view)
                say_json(view.model_dump_json(indent=2))
            return DONE_OR_RUNNING
    order = partial(asked.order, confirmed=True) if yes else asked.order
    return begin_session(asked.invocation, order, watching=watching)


COMMAND: click.Command = redo
