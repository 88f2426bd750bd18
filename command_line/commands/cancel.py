"""``cancel``: cancel a session, or some of its components."""

from __future__ import annotations

import asyncio

import click
from temporalio.client import WorkflowExecutionStatus

from command_line.choosing.component import find_components
from command_line.choosing.session import choose, session_to_decide, session_to_report
from command_line.exit_codes import BAD_INPUT, DONE_OR_RUNNING, complain
from command_line.options import Invocation, common_options
from command_line.output import say
from command_line.temporal.background import provide_worker
from command_line.temporal.running_session import RunningSession
from design_sessions import program
from design_sessions.errors import InputError, NotFoundError
from design_sessions.status import ComponentStatus, SessionStatusView
from hosting.temporal_connection import connect


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]...")
@common_options()
def cancel(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Cancel a session, or only some of its components. Commits stay on the branch."""
    sorted_arguments = choose(invocation, arguments)
    session = session_to_decide(invocation, sorted_arguments.session)
    if sorted_arguments.components:
        return _cancel_components(invocation, session, sorted_arguments.components)
    return asyncio.run(_cancel_session(invocation, session))


def _cancel_components(invocation: Invocation, session: str, wanted: tuple[str, ...]) -> int:
    view = session_to_report(invocation, session).view
    chosen, code = [], DONE_OR_RUNNING
    for component in find_components(view, wanted):
        try:
            chosen.append(_running(view, component))
        except InputError as error:
            complain(error)
            code = BAD_INPUT
    if not chosen:
        return code
    return max(code, asyncio.run(_cancel_children(invocation, session, chosen)))


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
    invocation: Invocation, session: str, components: list[ComponentStatus]
) -> int:
    await provide_worker(invocation.settings, needs_key=False)
    connection = await connect(invocation.settings)
    running = RunningSession(connection, invocation.settings, session)
    for component in components:
        try:
            await running.cancel_child(component.workflow_id or "")
        except NotFoundError:
            say(f"{component.name} has already ended.")
        else:
            say(f"{component.name} is being cancelled; the others continue.")
    await running.require_worker()
    return DONE_OR_RUNNING


async def _cancel_session(invocation: Invocation, session: str) -> int:
    await provide_worker(invocation.settings, needs_key=False)
    connection = await connect(invocation.settings)
    ended = await RunningSession(connection, invocation.settings, session).cancel()
    if ended is None:
        say(f"{session} is being cancelled; running model calls may still finish.")
        return DONE_OR_RUNNING
    if ended == WorkflowExecutionStatus.CANCELED:
        say(f"{session} is cancelled. Commits stay on the branch.")
        return DONE_OR_RUNNING
    raise InputError(
        f"{session} had already ended: {ended.name.lower()}.",
        f"`{program.client('list')}` shows the sessions of your account.",
    )


COMMAND: click.Command = cancel
