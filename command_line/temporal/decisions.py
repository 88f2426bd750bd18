"""Sends a person's decisions to a session and prints the answers."""

from __future__ import annotations

import asyncio

import click
from pydantic import BaseModel

from command_line.choosing.component import find_components
from command_line.choosing.session import Arguments, session_to_decide, session_to_report
from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING, complain
from command_line.options import Invocation
from command_line.temporal.running_session import RunningSession
from command_line.temporal.worker import NoWorkerError, connect_to_worker
from design_sessions.errors import InputError, NotFoundError, StoreError
from workflows.messages import DecisionAnswer

Choice = tuple[str, BaseModel]
"""An update by name, with its argument."""


def decide(
    invocation: Invocation,
    arguments: Arguments,
    choices: list[Choice],
    *,
    instead: list[Choice] | None = None,
) -> int:
    """Send each choice to the session that the arguments mean, even after one is rejected.

    Args:
        invocation: of the command.
        arguments: the session (default: the only active one); its components are checked first.
        choices: sent in this order.
        instead: tried one after another if the session rejects a choice.

    Returns:
        The exit code: bad input if the session has rejected a choice.
    """
    session = session_to_decide(invocation, arguments.session)
    if arguments.components:
        _require_known(invocation, session, arguments.components)
    return asyncio.run(_send(invocation, session, choices, instead or []))


def _require_known(invocation: Invocation, session: str, names: tuple[str, ...]) -> None:
    """Refuse all if one name is wrong, before any decision takes effect.

    Raises:
        NotFoundError: with the unknown names.
    """
    try:
        view = session_to_report(invocation, session).view
    except (NotFoundError, StoreError):
        # With an ID, a decision needs no database; the session then checks each name itself.
        return
    find_components(view, names)


async def _send(
    invocation: Invocation, session: str, choices: list[Choice], instead: list[Choice]
) -> int:
    connection = await connect_to_worker(invocation.settings)
    running = RunningSession(connection, invocation.settings, session)
    code = DONE_OR_RUNNING
    for choice in choices:
        try:
            answer = await _first_accepted(running, [choice, *instead])
        except NoWorkerError:
            raise
        except InputError as error:
            complain(error)
            code = BAD_INPUT
        else:
            click.echo(answer.message)
    return code


async def _first_accepted(running: RunningSession, choices: list[Choice]) -> DecisionAnswer:
    """The answer to the first accepted choice; if all are rejected, the first rejection."""
    rejection: InputError | None = None
    for name, decision in choices:
        try:
            return await running.decide(name, decision)
        except NoWorkerError:
            raise
        except InputError as error:
            rejection = rejection or error
    assert rejection is not None
    raise rejection
