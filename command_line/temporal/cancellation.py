"""Cancels a session, or some of its components."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from temporalio.client import WorkflowExecutionStatus

from command_line.choosing.component import find_components
from command_line.choosing.session import Arguments, session_to_decide, session_to_report
from command_line.options import Invocation
from command_line.temporal.background import provide_worker
from command_line.temporal.running_session import RunningSession
from design_sessions import program
from design_sessions.errors import InputError, NotFoundError
from design_sessions.status import ComponentStatus, SessionStatusView
from hosting.temporal_connection import connect


def request_cancellation(
    invocation: Invocation, arguments: Arguments, tell: Callable[[str | InputError], None]
) -> None:
    """Cancel the session that the arguments mean, or only its components that they name.

    Args:
        invocation: of the command.
        arguments: the session (default: the only active one), and components.
        tell: gets what becomes of each, or why it cannot be cancelled.

    Raises:
        InputError: there is no such session or component, the session has ended, or no worker is
            there to act on the request yet.
    """
    session = session_to_decide(invocation, arguments.session)
    if not arguments.components:
        asyncio.run(_cancel_session(invocation, session, tell))
        return
    view = session_to_report(invocation, session).view
    chosen = []
    for component in find_components(view, arguments.components):
        try:
            chosen.append(_running(view, component))
        except InputError as error:
            tell(error)
    if chosen:
        asyncio.run(_cancel_children(invocation, session, chosen, tell))


def _running(view: SessionStatusView, component: ComponentStatus) -> ComponentStatus:
    if component.state == "running" and component.workflow_id:
        return component
    running = [c.name for c in view.components if c.state == "running" and c.workflow_id]
    raise InputError(
        f"{component.name} is {component.state}, so there is nothing to cancel.",
        f"Running: {', '.join(running) or 'none'}. "
        f"To continue without a component: {program.client('skip')}.",
    )


async def _cancel_children(
    invocation: Invocation,
    session: str,
    components: Sequence[ComponentStatus],
    tell: Callable[[str | InputError], None],
) -> None:
    await provide_worker(invocation.settings, needs_key=False)
    connection = await connect(invocation.settings)
    running = RunningSession(connection, invocation.settings, session)
    for component in components:
        try:
            await running.cancel_child(component.workflow_id or "")
        except NotFoundError:
            tell(f"{component.name} has already ended.")
        else:
            tell(f"{component.name} is being cancelled; the others continue.")
    await running.require_worker()


async def _cancel_session(
    invocation: Invocation, session: str, tell: Callable[[str | InputError], None]
) -> None:
    await provide_worker(invocation.settings, needs_key=False)
    connection = await connect(invocation.settings)
    ended = await RunningSession(connection, invocation.settings, session).cancel()
    if ended is None:
        tell(f"{session} is being cancelled; running model calls may still finish.")
        return
    if ended == WorkflowExecutionStatus.CANCELED:
        tell(f"{session} is cancelled. Commits stay on the branch.")
        return
    raise InputError(
        f"{session} had already ended: {ended.name.lower()}.",
        f"`{program.client('list')}` shows the sessions of your account.",
    )
