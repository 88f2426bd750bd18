"""``retry``, ``skip``, ``accept``, ``recheck``, ``cancel``: a person steers a session."""

from __future__ import annotations

import click
from pydantic import BaseModel
from temporalio.client import WorkflowExecutionStatus

from command_line.conversations import find_component
from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING, complain
from command_line.options import Invocation, common_options
from command_line.session_choice import (
    Arguments,
    open_records,
    session_to_decide,
    sort_arguments,
)
from command_line.steering import Steering, connect_to_worker, run
from design_sessions.errors import InputError
from design_sessions.scope import Scope
from design_sessions.status import ComponentStatus
from workflows.messages import (
    AcceptComponent,
    DecisionAnswer,
    Recheck,
    RetryComponent,
    RetryFailed,
    RetryStep,
    SkipComponent,
    SkipPullRequest,
    SkipReview,
)

_Choice = tuple[str, BaseModel]
_ARGUMENTS = "[ID] [COMPONENT]..."


@click.command()
@click.argument("arguments", nargs=-1, metavar=_ARGUMENTS)
@click.option("--guidance", help="Advice for the model: the next message of the conversation.")
@click.option(
    "--max-cost",
    type=click.FloatRange(min=0, min_open=True, max=1e9),
    metavar="USD",
    help="A new limit of the session's estimated cost, when the old one is used up.",
)
@common_options()
def retry(
    invocation: Invocation,
    arguments: tuple[str, ...],
    guidance: str | None,
    max_cost: float | None,
) -> int:
    """Design components again; without any, run the failed step and all that failed again.

    A running component takes --guidance at its next turn.
    """
    sorted_arguments = sort_arguments(arguments)
    by = invocation.scope.user
    if sorted_arguments.components and max_cost is not None:
        raise click.UsageError("--max-cost is the whole session's: leave the components out.")
    if sorted_arguments.components:
        choices: list[_Choice] = [
            ("retry_component", RetryComponent(component=name, guidance=guidance, by=by))
            for name in sorted_arguments.components
        ]
        return _decide(invocation, sorted_arguments, choices)
    # With siblings still running no step waits yet, but what has failed can be retried already.
    return _decide(
        invocation,
        sorted_arguments,
        [("retry_step", RetryStep(guidance=guidance, max_cost=max_cost, by=by))],
        instead=[("retry_failed", RetryFailed(guidance=guidance, max_cost=max_cost, by=by))],
    )


@click.command()
@click.argument("arguments", nargs=-1, metavar=_ARGUMENTS)
@click.option("--review", is_flag=True, help="Go on without a review.")
@click.option("--pull-request", is_flag=True, help="End without a pull request.")
@click.option("--reason", required=True, help="Why; it is recorded and shown.")
@common_options()
def skip(
    invocation: Invocation,
    arguments: tuple[str, ...],
    review: bool,
    pull_request: bool,
    reason: str,
) -> int:
    """Go on without components, the review or the pull request."""
    sorted_arguments = sort_arguments(arguments)
    if not reason.strip():
        raise click.UsageError("--reason needs a text.")
    by = invocation.scope.user
    choices: list[_Choice] = [
        ("skip_component", SkipComponent(component=name, reason=reason, by=by))
        for name in sorted_arguments.components
    ]
    if review:
        choices.append(("skip_review", SkipReview(reason=reason, by=by)))
    if pull_request:
        choices.append(("skip_pull_request", SkipPullRequest(reason=reason, by=by)))
    if not choices:
        raise click.UsageError("Name a component, or give --review or --pull-request.")
    return _decide(invocation, sorted_arguments, choices)


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[ID] COMPONENT...")
@click.option("--reason", help="Why; it is recorded and shown.")
@common_options()
def accept(invocation: Invocation, arguments: tuple[str, ...], reason: str | None) -> int:
    """Commit components' last drafts although they are not valid."""
    sorted_arguments = sort_arguments(arguments)
    if not sorted_arguments.components:
        raise click.UsageError("Name a component.")
    by = invocation.scope.user
    return _decide(
        invocation,
        sorted_arguments,
        [
            ("accept_component", AcceptComponent(component=name, reason=reason, by=by))
            for name in sorted_arguments.components
        ],
    )


@click.command()
@click.argument("arguments", nargs=-1, metavar="[ID]")
@common_options()
def recheck(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Validate again what you have committed to the branch by hand."""
    sorted_arguments = sort_arguments(arguments)
    if sorted_arguments.components:
        raise click.UsageError("recheck takes an ID (it has a /) and no component.")
    return _decide(invocation, sorted_arguments, [("recheck", Recheck(by=invocation.scope.user))])


@click.command()
@click.argument("arguments", nargs=-1, metavar=_ARGUMENTS)
@common_options()
def cancel(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Cancel a session, or only components of it. What is committed stays on the branch."""
    sorted_arguments = sort_arguments(arguments)
    scope, session = session_to_decide(invocation, sorted_arguments.session)
    if sorted_arguments.components:
        running = _running(invocation, scope, session, sorted_arguments.components)
        return run(_cancel_components(invocation, session, running))
    return run(_cancel_session(invocation, session))


def _decide(
    invocation: Invocation,
    arguments: Arguments,
    choices: list[_Choice],
    *,
    instead: list[_Choice] | None = None,
) -> int:
    _, session = session_to_decide(invocation, arguments.session)
    return run(_send(invocation, session, choices, instead or []))


async def _send(
    invocation: Invocation, session: str, choices: list[_Choice], instead: list[_Choice]
) -> int:
    connection = await connect_to_worker(invocation.settings)
    steering = Steering(connection, invocation.settings, session)
    code = DONE_OR_RUNNING
    for choice in choices:
        try:
            answer = await _first_accepted(steering, [choice, *instead])
        except InputError as error:
            complain(error)
            code = BAD_INPUT
        else:
            click.echo(answer.message)
    return code


async def _first_accepted(steering: Steering, choices: list[_Choice]) -> DecisionAnswer:
    """The answer to the first choice that is not rejected, else the first one's rejection."""
    rejection: InputError | None = None
    for name, decision in choices:
        try:
            return await steering.decide(name, decision)
        except InputError as error:
            rejection = rejection or error
    assert rejection is not None
    raise rejection


def _running(
    invocation: Invocation, scope: Scope, session: str, wanted: tuple[str, ...]
) -> list[ComponentStatus]:
    view = open_records(invocation.settings).read_status(scope, session)
    running = [c.name for c in view.components if c.state == "running" and c.workflow_id]
    chosen = [find_component(view, name) for name in wanted]
    for component in chosen:
        if component.name not in running:
            raise InputError(
                f"{component.name} is {component.state}, so there is nothing to cancel.",
                f"Running: {', '.join(running) or 'none'}. "
                "To go on without a component: python client.py skip.",
            )
    return chosen


async def _cancel_components(
    invocation: Invocation, session: str, components: list[ComponentStatus]
) -> int:
    connection = await connect_to_worker(invocation.settings)
    steering = Steering(connection, invocation.settings, session)
    for component in components:
        if component.workflow_id:
            await steering.cancel_child(component.workflow_id)
            click.echo(f"{component.name} is being cancelled; the session goes on with the others.")
    return DONE_OR_RUNNING


async def _cancel_session(invocation: Invocation, session: str) -> int:
    connection = await connect_to_worker(invocation.settings)
    ended = await Steering(connection, invocation.settings, session).cancel()
    if ended is None:
        click.echo(f"{session} is being cancelled; model calls that run are let finish.")
        return DONE_OR_RUNNING
    if ended == WorkflowExecutionStatus.CANCELED:
        click.echo(f"{session} is cancelled. What is committed stays on the branch.")
        return DONE_OR_RUNNING
    raise InputError(
        f"{session} had ended already: {ended.name.lower()}.",
        "`python client.py list` shows the sessions of your account.",
    )


COMMANDS: list[click.Command] = [retry, skip, accept, recheck, cancel]
