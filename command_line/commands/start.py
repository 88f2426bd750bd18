"""``start``: start a session and return when Initialize has ended."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from command_line.choosing.target import context_argument, repository_option
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options, pr_comments_option, yes_option
from command_line.output import say_json
from command_line.parameter_types import Age, Cost
from design_sessions.design_order import DesignOrder
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.session_order import WIDEST, ChosenLimits, Limits, NoLimit, OnFailure

if TYPE_CHECKING:
    from command_line.choosing.order import Ordered


def _otherwise(default: object) -> str:
    """The default of a limit, as ``--help`` shows it."""
    return f"{SETTINGS_FILE}, else {default}"


_LIMITS = Limits()


@click.command()
@repository_option
@click.option("--base", help="Branch, tag or commit to start from.")
@click.option("--branch", help="Branch to write to. Default: derived from the context's name.")
@click.option("--regenerate", is_flag=True, help="Replace valid designs instead of keeping them.")
@click.option("--only", metavar="NAMES", help="Design these components alone: Post,Feed.")
@click.option(
    "--order",
    "design_order",
    type=click.Choice(["parallel", "dependencies"]),
    default="parallel",
    show_default=True,
    help="Design all at once, or each after what it depends on.",
)
@click.option(
    "--project-module", help="The project's root module. Default: the context's first part."
)
@click.option("--model", help="Model for designs. Default: the project's, or DESIGN_MODEL.")
@click.option(
    "--review-model", help="Model for the review. Default: the project's, or DESIGN_REVIEW_MODEL."
)
@click.option(
    "--max-parallel",
    type=click.IntRange(1, WIDEST),
    show_default=_otherwise("all of them"),
    help="The most components designed at once.",
)
@click.option(
    "--max-revisions",
    type=click.IntRange(0, 100),
    show_default=_otherwise(_LIMITS.max_revisions),
    help="Revisions per component.",
)
@click.option(
    "--max-turns",
    type=click.IntRange(1, 1000),
    show_default=_otherwise(_LIMITS.max_turns),
    help="Model turns per component.",
)
@click.option(
    "--max-review-rounds",
    type=click.IntRange(0, 10),
    show_default=_otherwise(_LIMITS.max_review_rounds),
    help="How often designs are revised for what the review or the checks found.",
)
@click.option(
    "--review-gate/--no-review-gate",
    default=None,
    show_default=_otherwise("no"),
    help="Whether revisions for what the review or the checks found wait for a person.",
)
@click.option(
    "--max-cost",
    type=Cost(),
    show_default=_otherwise(_LIMITS.max_cost),
    help="Hard limit for the session's estimated cost.",
)
@click.option(
    "--on-failure",
    type=click.Choice(["wait", "skip", "fail"]),
    default="wait",
    show_default=True,
    help="When components have failed: wait for a person, continue without them, or end.",
)
@click.option(
    "--wait-limit",
    type=Age(zero=False),
    help="How long to wait for a person before the session fails. Default: forever.",
)
@click.option("--no-review", is_flag=True, help="Skip the review.")
@pr_comments_option
@yes_option
@click.option(
    "--dry-run", is_flag=True, help="Show what would be designed and what it may cost, and end."
)
@click.option("--watch", "watching", is_flag=True, help="Watch the session after starting it.")
@common_options(json=True)
@context_argument
def start(
    invocation: Invocation,
    repository: str,
    context: str,
    base: str | None,
    branch: str | None,
    regenerate: bool,
    only: str | None,
    design_order: DesignOrder,
    project_module: str | None,
    model: str | None,
    review_model: str | None,
    max_parallel: int | None,
    max_revisions: int | None,
    max_turns: int | None,
    max_review_rounds: int | None,
    review_gate: bool | None,
    max_cost: float | NoLimit | None,
    on_failure: OnFailure,
    wait_limit: timedelta | None,
    no_review: bool,
    pr_comments: bool,
    yes: bool,
    dry_run: bool,
    watching: bool,
) -> int:
    """Start a session: one design document for each component of a context."""
    # To load Temporal's SDK and git takes half a second, for which --help need not wait.
    from command_line.begin_session import begin_session
    from command_line.choosing.order import order_for
    from command_line.reports.dry_run import dry_run_of, print_dry_run

    def order(confirmed: bool = False) -> Ordered:
        return order_for(
            invocation.settings,
            repository,
            context,
            base=base,
            branch=branch,
            regenerate=regenerate,
            only=[name.strip() for name in (only or "").split(",") if name.strip()],
            design_order=design_order,
            replace_hand_written=yes or confirmed,
            project_module=project_module,
            model=model,
            review_model=review_model,
            limits=ChosenLimits(
                max_parallel=max_parallel,
                max_revisions=max_revisions,
                max_turns=max_turns,
                max_review_rounds=max_review_rounds,
                review_gate=review_gate,
                max_cost=max_cost,
            ),
            on_failure=on_failure,
            wait_limit=wait_limit.total_seconds() if wait_limit else None,
            review=not no_review,
            pr_comments=pr_comments,
        )

    if dry_run:
        run = dry_run_of(invocation, order())
        if invocation.as_json:
            say_json(json.dumps(run.as_json(), indent=2))
        else:
            print_dry_run(invocation, run)
        return DONE_OR_RUNNING
    return begin_session(invocation, order, watching=watching)


COMMAND: click.Command = start
