"""``retry``, ``skip``, ``accept``, ``recheck``: a person decides how a session goes on."""

from __future__ import annotations

import click
from pydantic import BaseModel

from command_line.choosing.component import find_components
from command_line.choosing.session import (
    Arguments,
    open_records,
    session_to_decide,
    sort_arguments,
)
from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING, complain
from command_line.options import Invocation, common_options
from command_line.parameter_types import Amount
from command_line.temporal.running_session import NoWorkerError, Steering, connect_to_worker, run
from design_sessions.errors import InputError, NotFoundError, StoreError
from design_sessions.scope import Scope
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


def _words(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise click.BadParameter("say something, or leave it out.")
    return text


@click.command()
@click.argument("arguments", nargs=-1, metavar=_ARGUMENTS)
@click.option(
    "--guidance",
    callback=_words,
    help="Advice for the model: the next message of the conversation.",
)
@click.option(
    "--max-cost",
    type=Amount(),
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


def _decide(
    invocation: Invocation,
    arguments: Arguments,
    choices: list[_Choice],
    *,
    instead: list[_Choice] | None = None,
) -> int:
    scope, session = session_to_decide(invocation, arguments.session)
    if arguments.components:
        _require_known(invocation, scope, session, arguments.components)
    return run(_send(invocation, session, choices, instead or []))


def _require_known(
    invocation: Invocation, scope: Scope, session: str, names: tuple[str, ...]
) -> None:
    """Refuse all when one name is wrong, before the decision on any other takes effect.

    Raises:
        NotFoundError: with the names that no component has.
    """
    try:
        view = open_records(invocation.settings).reports.read_status(scope, session)
    except (NotFoundError, StoreError):
        # With an ID a decision needs no database; the session refuses the names one by one then.
        return
    find_components(view, names)


async def _send(
    invocation: Invocation, session: str, choices: list[_Choice], instead: list[_Choice]
) -> int:
    connection = await connect_to_worker(invocation.settings)
    steering = Steering(connection, invocation.settings, session)
    code = DONE_OR_RUNNING
    for choice in choices:
        try:
            answer = await _first_accepted(steering, [choice, *instead])
        except NoWorkerError:
            raise
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
        except NoWorkerError:
            raise
        except InputError as error:
            rejection = rejection or error
    assert rejection is not None
    raise rejection


COMMANDS: list[click.Command] = [retry, skip, accept, recheck]
