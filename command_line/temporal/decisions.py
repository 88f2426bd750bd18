"""Sends a person's decisions to a session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from command_line.choosing.component import FINDINGS, check_names
from command_line.choosing.decisions import AskedDecisions
from command_line.choosing.session import Arguments, session_to_decide, session_to_report
from command_line.exit_codes import AnswerPrinter
from command_line.options import Invocation
from command_line.temporal.background import provide_worker
from command_line.temporal.running_session import RunningSession
from command_line.temporal.worker import NoWorkerError, connect_to_worker
from design_sessions.decisions import (
    AcceptComponent,
    Decision,
    RetryComponent,
    SkipComponent,
    WaiveFinding,
)
from design_sessions.errors import InputError, NotFoundError, StoreError
from workflows.messages import DecisionAnswer

_ON_COMPONENTS = (AcceptComponent, RetryComponent, SkipComponent)


def decide(
    invocation: Invocation,
    arguments: Arguments,
    decisions: Sequence[Decision],
    *,
    instead: Sequence[Decision] = (),
) -> int:
    """As :func:`send_decisions`; prints the answers.

    Returns:
        The exit code: bad input if the session has rejected a decision.
    """
    printer = AnswerPrinter()
    send_decisions(invocation, arguments, AskedDecisions(decisions, instead), printer)
    return printer.code


def send_decisions(
    invocation: Invocation,
    arguments: Arguments,
    asked: AskedDecisions,
    tell: Callable[[str | InputError], None],
) -> None:
    """Send each decision to the session that the arguments mean, even after one is rejected.

    Args:
        invocation: of the command.
        arguments: the session (default: the only active one).
        asked: what was decided; the names in it are checked first.
        tell: gets the session's answer to each decision, or why it rejects it.

    Raises:
        InputError: there is no such session or component, or no worker that answers.
    """
    session = session_to_decide(invocation, arguments.session)
    _require_known(invocation, session, asked.decisions)
    asyncio.run(_send(invocation, session, asked, tell))


def _require_known(invocation: Invocation, session: str, decisions: Sequence[Decision]) -> None:
    """Refuse all if one name is wrong, before any decision takes effect.

    Raises:
        NotFoundError: with the unknown names.
    """
    components = [each.component for each in decisions if isinstance(each, _ON_COMPONENTS)]
    findings = [each.finding for each in decisions if isinstance(each, WaiveFinding)]
    if not components and not findings:
        return
    try:
        view = session_to_report(invocation, session).view
    except (NotFoundError, StoreError):
        # With an ID, a decision needs no database; the session then checks each name itself.
        return
    check_names(view, components)
    check_names(view, findings, of=FINDINGS)


async def _send(
    invocation: Invocation,
    session: str,
    asked: AskedDecisions,
    tell: Callable[[str | InputError], None],
) -> None:
    await provide_worker(invocation.settings)
    connection = await connect_to_worker(invocation.settings)
    running = RunningSession(connection, invocation.settings, session)
    for decision in asked.decisions:
        try:
            answer = await _first_accepted(running, [decision, *asked.instead])
        except NoWorkerError:
            raise
        except InputError as error:
            tell(error)
        else:
            tell(answer.message)


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
