"""Sends a person's decisions to a session and prints the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from command_line.choosing.component import find_components
from command_line.choosing.session import Arguments, session_to_decide, session_to_report
from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING, complain
from command_line.options import Invocation
from command_line.output import say
from command_line.temporal.background import provide_worker
from command_line.temporal.running_session import RunningSession
from command_line.temporal.worker import NoWorkerError, connect_to_worker
from design_sessions.decisions import Decision
from design_sessions.errors import InputError, NotFoundError, StoreError
from workflows.messages import DecisionAnswer


def decide(
    invocation: Invocation,
    arguments: Arguments,
    decisions: Sequence[Decision],
    *,
    instead: Sequence[Decision] = (),
) -> int:
    """Send each decision to the session that the arguments mean, even after one is rejected.

    Args:
        invocation: of the command.
        arguments: the session (default: the only active one); its components are checked first.
        decisions: sent in this order.
        instead: tried one after another if the session rejects a decision.

    Returns:
        The exit code: bad input if the session has rejected a decision.
    """
    session = session_to_decide(invocation, arguments.session)
    if arguments.components:
        _require_known(invocation, session, arguments.components)
    return asyncio.run(_send(invocation, session, decisions, instead))


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
    invocation: Invocation, session: str, decisions: Sequence[Decision], instead: Sequence[Decision]
) -> int:
    await provide_worker(invocation.settings)
    connection = await connect_to_worker(invocation.settings)
    running = RunningSession(connection, invocation.settings, session)
    code = DONE_OR_RUNNING
    for decision in decisions:
        try:
            answer = await _first_accepted(running, [decision, *instead])
        except NoWorkerError:
            raise
        except InputError as error:
            complain(error)
            code = BAD_INPUT
        else:
            say(answer.message)
    return code


async def _first_accepted(running: RunningSession, choices: Sequence[Decision]) -> DecisionAnswer:
    """The answer to the first accepted decision; if all are rejected, the first rejection."""
    rejection: InputError | None = None
    for decision in choices:
        try:
            return await running.decide(decision)
        except NoWorkerError:
            raise
        except InputError as error:
            rejection = rejection or error
    assert rejection is not None
    raise rejection
