"""What keeps an active session from continuing, beyond what its records know."""

from __future__ import annotations

import asyncio

from temporalio.api.enums.v1 import PendingActivityState
from temporalio.client import WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from command_line.temporal.background import is_started_when_needed
from command_line.temporal.trouble import Trouble
from command_line.temporal.worker import is_polled_soon, no_worker
from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from hosting.temporal_connection import Connection, connect
from hosting.temporal_settings import worker_command

_LOOK_SECONDS = 3.0
"""The longest that a report waits for the server."""
_GRACE_SECONDS = 1.0
"""How long to wait for a worker that is just starting."""
_CHILDREN = 10
"""How many running children are checked: if one has trouble, others have it too."""
_TRIES = 4
"""Attempts of one activity after which a person is told; fewer usually resolve by themselves."""
_TASK_TRIES = 3
"""Attempts of a workflow task after which a person is told; the server retries slower from then."""


def trouble_of(settings: Settings, view: SessionStatusView) -> Trouble | None:
    """What keeps this active session from continuing; None if nothing does.

    The server cannot be reached, no worker polls, a step keeps failing, or the workflow was ended
    from outside while no worker could record it. Takes a few seconds at most and never raises for
    any of these. That no worker runs is no trouble for a session that waits for a person, if the
    command that decides starts one.
    """
    if view.attention is not None and is_started_when_needed(settings):
        return None
    return asyncio.run(_look(settings, view))


async def _look(settings: Settings, view: SessionStatusView) -> Trouble | None:
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            connection = await connect(settings)
            description = await _describe(connection, settings, view)
            polled = await is_polled_soon(connection, settings, within=_GRACE_SECONDS)
            struggle = None
            if isinstance(description, WorkflowExecutionDescription):
                struggle = await _what_is_tried_again_and_again(connection, view, description)
    except InputError as error:
        return Trouble(str(error))
    except TimeoutError:
        return Trouble("The Temporal server does not answer.")
    except RPCError as error:
        return Trouble(f"The Temporal server does not answer: {error.message}.")
    ended = _how_it_ended(description)
    if ended is not None and polled:
        return Trouble(f"{ended} Its record is updated within a minute.", ended=True)
    if ended is not None:
        command = worker_command(settings, dev=connection.embedded)
        return Trouble(
            f"{ended} Its record is updated when a worker runs. Start one with: {command}",
            ended=True,
            for_good=True,
        )
    if not polled:
        return Trouble(str(no_worker(settings, connection)))
    return None if struggle is None else Trouble(struggle)


async def _describe(
    connection: Connection, settings: Settings, view: SessionStatusView
) -> WorkflowExecutionDescription | str | None:
    """The workflow as the server knows it; a sentence or None if it does not."""
    try:
        return await connection.client.get_workflow_handle(view.id).describe()
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        # Another server may run it, unless server and database belong together.
        if connection.belongs_to_database(settings):
            return "The session's workflow is no longer on the server."
        return None


def _how_it_ended(description: WorkflowExecutionDescription | str | None) -> str | None:
    if description is None or isinstance(description, str):
        return description
    if description.status in (None, WorkflowExecutionStatus.RUNNING):
        return None
    how = description.status.name.lower().replace("_", " ").replace("canceled", "cancelled")
    return f"The session's workflow has ended: {how}."


async def _what_is_tried_again_and_again(
    connection: Connection, view: SessionStatusView, session: WorkflowExecutionDescription
) -> str | None:
    """What the session or a running child keeps retrying, such as writing to a full disk."""
    children = [
        child.workflow_id
        for child in (*view.components, view.review)
        if child is not None and child.state == "running" and child.workflow_id is not None
    ]
    found = await asyncio.gather(
        _struggle_of(session),
        *(_struggle_of_child(connection, child) for child in children[:_CHILDREN]),
    )
    return next((struggle for struggle in found if struggle), None)


async def _struggle_of_child(connection: Connection, workflow_id: str) -> str | None:
    try:
        handle = connection.client.get_workflow_handle(workflow_id)
        return await _struggle_of(await handle.describe())
    except RPCError:
        # It has ended or cannot be reached: nothing to report.
        return None


async def _struggle_of(description: WorkflowExecutionDescription) -> str | None:
    attempt = description.raw_description.pending_workflow_task.attempt
    if attempt >= _TASK_TRIES:
        return (
            f"The workflow {description.id} is stuck: its task has failed {attempt - 1} times. "
            "The worker's log says why. Often the worker has another version than the one that "
            "started the session (docs/operations.md, Upgrades)."
        )
    for pending in description.raw_description.pending_activities:
        under_way = False
        if pending.heartbeat_details.payloads:
            blocked, doing = await description.data_converter.decode(
                pending.heartbeat_details.payloads
            )
            if blocked:
                return str(blocked)
            under_way = (
                pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED and doing
            )
        # A leg takes many turns, and what failed may have been one of the first.
        if pending.attempt >= _TRIES and pending.last_failure.message and not under_way:
            return (
                f"{pending.activity_type.name} fails and is being retried "
                f"(attempt {pending.attempt}): {pending.last_failure.message}"
            )
    return None
