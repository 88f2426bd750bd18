"""Whether a model call should end, or not start at all."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from temporalio import activity
from temporalio.service import RPCError

_log = structlog.get_logger(__name__)

WAITED = timedelta(seconds=3)
"""A task that waited this long may belong to a session that was cancelled meanwhile."""
_LOOK_INTERVAL = 1.0
_LONGEST_WAIT = 60.0


def cancellation_was_requested() -> bool:
    """Whether a person or the workflow asked for the call to end.

    For any other reason (the server forgot the attempt, it timed out, was paused or reset, the
    worker is shutting down) the call keeps running and is recorded: its answer is paid for.
    """
    details = activity.cancellation_details()
    if details is None or not details.cancel_requested:
        return False
    return not (
        details.not_found
        or details.timed_out
        or details.paused
        or details.reset
        or details.worker_shutdown
    )


async def let_cancellation_arrive() -> None:
    """Hold back a task that waited for a worker while its session was cancelled.

    Such a worker gets the task at the same moment as the news of the cancellation, which takes a
    workflow task and a heartbeat to arrive: long enough to start a call for nothing.

    Raises:
        asyncio.CancelledError: the cancellation has arrived.
    """
    info = activity.info()
    if info.started_time - info.current_attempt_scheduled_time < WAITED:
        return
    for _ in range(int(_LONGEST_WAIT / _LOOK_INTERVAL)):
        if not await _is_being_cancelled(info.workflow_id or ""):
            return
        await asyncio.sleep(_LOOK_INTERVAL)


async def _is_being_cancelled(workflow_id: str) -> bool:
    """Of this workflow, or of its parent, which passes its cancellation on."""
    while workflow_id:
        try:
            description = await activity.client().get_workflow_handle(workflow_id).describe()
        except RPCError as error:
            _log.warning("cannot check for a cancellation", workflow=workflow_id, error=str(error))
            return False
        if description.raw_description.workflow_extended_info.cancel_requested:
            return True
        workflow_id = description.parent_id or ""
    return False
