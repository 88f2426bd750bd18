"""``start``: start a session and return when Initialize has ended."""

from __future__ import annotations

import asyncio
import functools
import json
import sys
from datetime import timedelta

import click
from rich.text import Text

from command_line.choosing.order import Ordered, order_for
from command_line.choosing.session import known_session
from command_line.choosing.target import context_argument, repository_option
from command_line.exit_codes import DONE_OR_RUNNING, INTERRUPTED
from command_line.given_options import given_options
from command_line.options import Invocation, common_options
from command_line.output import say, say_json
from command_line.parameter_types import Age, Cost
from command_line.reports.dry_run import dry_run_of, print_dry_run
from command_line.reports.ignored_options import ignored_options
from command_line.reports.project_settings_line import settings_line
from command_line.reports.ready_commands import client_command
from command_line.reports.started_session import started_cost, started_json, started_notes
from command_line.reports.watching import follow
from command_line.temporal.session_start import Started, start_session
from design_sessions.design_order import DesignOrder
from design_sessions.errors import HandWrittenError
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.session_order import WIDEST, ChosenLimits, Limits, NoLimit, OnFailure
from design_sessions.wording import counted
from hosting.temporal_settings import known_page


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
    help="How often designs are revised for what the review found.",
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
@click.option(
    "--yes",
    is_flag=True,
    help="Do not ask before replacing what people wrote or changed.",
)
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
    max_cost: float | NoLimit | None,
    on_failure: OnFailure,
    wait_limit: timedelta | None,
    no_review: bool,
    yes: bool,
    dry_run: bool,
    watching: bool,
) -> int:
    """Start a session: one design document for each component of a context."""

    def order(replace_hand_written: bool = yes) -> Ordered:
        return order_for(
            invocation.settings,
            repository,
            context,
            base=base,
            branch=branch,
            regenerate=regenerate,
            only=[name.strip() for name in (only or "").split(",") if name.strip()],
            design_order=design_order,
            replace_hand_written=replace_hand_written,
            project_module=project_module,
            model=model,
            review_model=review_model,
            limits=ChosenLimits(
                max_parallel=max_parallel,
                max_revisions=max_revisions,
                max_turns=max_turns,
                max_review_rounds=max_review_rounds,
                max_cost=max_cost,
            ),
            on_failure=on_failure,
            wait_limit=wait_limit.total_seconds() if wait_limit else None,
            review=not no_review,
        )

    if dry_run:
        run = dry_run_of(invocation, order())
        if invocation.as_json:
            say_json(json.dumps(run.as_json(), indent=2))
        else:
            print_dry_run(invocation, run)
        return DONE_OR_RUNNING
    try:
        try:
            started = asyncio.run(start_session(invocation, order))
        except HandWrittenError as error:
            if not sys.stdin.isatty():
                raise
            click.confirm(f"{error}\nReplace them?", abort=True, err=True)
            confirmed = functools.partial(order, replace_hand_written=True)
            started = asyncio.run(start_session(invocation, confirmed))
    except KeyboardInterrupt:
        say(err=True)
        say("If the session has started, it keeps running. List sessions with:", err=True)
        say(f"  {client_command(invocation, 'list')}", err=True)
        return INTERRUPTED
    given = given_options()
    if not invocation.as_json:
        _report(invocation, started, given)
    elif ignored := ignored_options(started, given):
        say(f"Note: {ignored}", err=True)
    if watching:
        return _watch(invocation, started)
    if invocation.as_json:
        say_json(json.dumps(started_json(invocation, started), indent=2))
    return DONE_OR_RUNNING


def _watch(invocation: Invocation, started: Started) -> int:
    return follow(
        invocation,
        known_session(invocation, started.view),
        extra={"already_running": started.already_running},
    )


def _report(invocation: Invocation, started: Started, given: dict[str, str]) -> None:
    console, view = invocation.console, started.view
    if started.already_running:
        console.print(Text(f"This context has a running session: {view.id}", "bold yellow"))
    else:
        console.print(Text(f"Started {view.id}", "bold green"))
    console.print(Text(f"Branch {view.branch} from {view.base_commit[:10]}"))
    console.print(Text(f"{counted(len(view.components), 'component')}, in this order:"))
    width = max((len(component.name) for component in view.components), default=0)
    kinds = max((len(component.type) for component in view.components), default=0)
    for component in view.components:
        line = f"  {component.name:{width}}  {component.type:{kinds}}  {component.design_path}"
        console.print(Text(line))
    review = f", review by {view.agent.review_model}" if view.review else ", no review"
    console.print(Text(f"Models: {view.agent.model}{review}, at {view.agent.endpoint}"))
    if not started.already_running:
        limits = started.ordered.order.limits
        console.print(
            Text(
                f"Limits: {min(limits.max_parallel, len(view.components))} at once, "
                f"{counted(limits.max_revisions, 'revision')} and "
                f"{counted(limits.max_turns, 'turn')} a component"
            )
        )
        if started.ordered.order.design_order == "dependencies":
            console.print(Text("Each waits for the designs of the components it depends on."))
        if cost := started_cost(invocation, started):
            console.print(Text(cost))
        if from_file := settings_line(invocation, started.ordered.settings, given):
            console.print(Text(from_file))
    for note in started_notes(started, given):
        console.print(Text(f"Note: {note}", "yellow"))
    if page := known_page(invocation.settings, view):
        console.print(Text(f"Web UI: {page}"), soft_wrap=True)
    console.print(Text(f"Watch it: {client_command(invocation, 'watch', view.id)}"))


COMMAND: click.Command = start
