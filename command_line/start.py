"""``start``: begins a session and returns when Initialize has ended."""

from __future__ import annotations

import json

import click
from rich.text import Text

from command_line.cost_estimate import upper_cost
from command_line.exit_codes import DONE_OR_RUNNING, INTERRUPTED
from command_line.options import Invocation, common_options
from command_line.ready_commands import client_command, with_ready_commands
from command_line.session_choice import check_own, open_records
from command_line.session_order import order_for
from command_line.starting import Started, start_session
from command_line.steering import run
from command_line.watch import follow
from design_sessions.session_order import Limits, OnFailure, SessionOrder
from design_sessions.status import SessionStatusView
from hosting.temporal_connection import known_page


class _Cost(click.ParamType[float | None]):
    """An amount of USD, or ``none`` for no limit."""

    name = "USD|none"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        if value is None or str(value).lower() == "none":
            return None
        try:
            amount = float(str(value))
        except ValueError:
            self.fail(f"{value!r} is not an amount.", param, ctx)
        if not 0 <= amount < float("inf"):
            self.fail(f"{value!r} is not an amount.", param, ctx)
        return amount


_LIMITS = Limits()


@click.command()
@click.option("--repo", "repository", required=True, help="Path or URL of the git repository.")
@click.option("--context", required=True, help="The context's module, or its document's path.")
@click.option("--base", help="Branch, tag or commit to start from.")
@click.option("--branch", help="Branch to write to; else it follows from the context's name.")
@click.option("--regenerate", is_flag=True, help="Replace valid designs instead of keeping them.")
@click.option("--project-module", help="The project's root module; else the context's first part.")
@click.option("--model", help="Model for designs; else the worker's DESIGN_MODEL.")
@click.option("--review-model", help="Model for the review; else the worker's DESIGN_REVIEW_MODEL.")
@click.option(
    "--max-parallel",
    type=click.IntRange(1, 500),
    default=_LIMITS.max_parallel,
    show_default=True,
    help="Components designed at once.",
)
@click.option(
    "--max-revisions",
    type=click.IntRange(0, 100),
    default=_LIMITS.max_revisions,
    show_default=True,
    help="Revisions of one component.",
)
@click.option(
    "--max-turns",
    type=click.IntRange(1, 1000),
    default=_LIMITS.max_turns,
    show_default=True,
    help="Model turns of one component.",
)
@click.option(
    "--max-cost",
    type=_Cost(),
    default=str(_LIMITS.max_cost),
    show_default=True,
    help="Hard limit of the session's estimated cost.",
)
@click.option(
    "--on-failure",
    type=click.Choice(["wait", "skip", "fail"]),
    default="wait",
    show_default=True,
    help="When components have failed: wait for a person, go on without them, or end.",
)
@click.option("--no-review", is_flag=True, help="Design only.")
@click.option("--watch", "watching", is_flag=True, help="Stay and watch.")
@common_options(json=True)
def start(
    invocation: Invocation,
    repository: str,
    context: str,
    base: str | None,
    branch: str | None,
    regenerate: bool,
    project_module: str | None,
    model: str | None,
    review_model: str | None,
    max_parallel: int,
    max_revisions: int,
    max_turns: int,
    max_cost: float | None,
    on_failure: OnFailure,
    no_review: bool,
    watching: bool,
) -> int:
    """Start a session: one design document for each component of a context."""

    def order() -> tuple[SessionOrder, str]:
        return order_for(
            invocation.settings,
            repository,
            context,
            base=base,
            branch=branch,
            regenerate=regenerate,
            project_module=project_module,
            model=model,
            review_model=review_model,
            limits=Limits(
                max_parallel=max_parallel,
                max_revisions=max_revisions,
                max_turns=max_turns,
                max_cost=max_cost,
            ),
            on_failure=on_failure,
            review=not no_review,
        )

    try:
        started = run(start_session(invocation, order))
    except KeyboardInterrupt:
        click.echo("\nIf the session was begun already, it runs on; see which there are:", err=True)
        click.echo(f"  {client_command(invocation, 'list')}", err=True)
        return INTERRUPTED
    view = with_ready_commands(invocation, started.view)
    if not invocation.as_json:
        _report(invocation, started, view)
    if watching:
        return _watch(invocation, started)
    if invocation.as_json:
        found = view.model_dump(mode="json") | {"already_running": started.already_running}
        click.echo(json.dumps(found, indent=2))
    return DONE_OR_RUNNING


def _watch(invocation: Invocation, started: Started) -> int:
    scope = check_own(invocation.scope, started.view.id)
    return follow(
        invocation,
        open_records(invocation.settings),
        scope,
        started.view,
        extra={"already_running": started.already_running},
    )


def _report(invocation: Invocation, started: Started, view: SessionStatusView) -> None:
    console = invocation.console
    if started.already_running:
        console.print(Text(f"This context has a running session: {view.id}", "bold yellow"))
    else:
        console.print(Text(f"Started {view.id}", "bold green"))
    console.print(Text(f"Branch {view.branch} from {view.base_commit[:10]}"))
    console.print(Text(f"{len(view.components)} components, in this order:"))
    width = max((len(component.name) for component in view.components), default=0)
    kinds = max((len(component.type) for component in view.components), default=0)
    for component in view.components:
        line = f"  {component.name:{width}}  {component.type:{kinds}}  {component.design_path}"
        console.print(Text(line))
    review = f", review by {view.agent.review_model}" if view.review else ", no review"
    console.print(Text(f"Models: {view.agent.model}{review}, at {view.agent.endpoint}"))
    if not started.already_running:
        limits = started.order.limits
        console.print(
            Text(
                f"Limits: {limits.max_parallel} at once, {limits.max_revisions} revisions and "
                f"{limits.max_turns} turns a component"
            )
        )
        console.print(Text(upper_cost(invocation.settings, view, limits)))
    for note in started.notes:
        console.print(Text(f"Note: {note}", "yellow"))
    if page := known_page(invocation.settings, view.id):
        console.print(Text(f"Web UI: {page}"))
    console.print(Text(f"Watch it: {client_command(invocation, 'watch', view.id)}"))


COMMANDS: list[click.Command] = [start]
