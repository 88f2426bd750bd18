"""Closes records of sessions whose workflow ended without recording it."""

from __future__ import annotations

import asyncio

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from design_sessions.status import SessionStatus
from design_sessions.store import Store

_ENDED: dict[WorkflowExecutionStatus, tuple[SessionStatus, str]] = {
    WorkflowExecutionStatus.COMPLETED: ("complete", ""),
    WorkflowExecutionStatus.FAILED: ("failed", "The session's workflow failed."),
    WorkflowExecutionStatus.CANCELED: ("cancelled", "The session's workflow was cancelled."),
    WorkflowExecutionStatus.TERMINATED: ("cancelled", "The session's workflow was terminated."),
    WorkflowExecutionStatus.TIMED_OUT: ("cancelled", "The session's workflow timed out."),
}


async def close_ended_sessions(
    client: Client, store: Store, *, own_server: bool, account: str | None = None
) -> dict[str, SessionStatus]:
    """Close the open records of sessions whose workflow has ended.

    A workflow that is terminated cannot record its own end.

    Args:
        client: of the server that the sessions run on.
        store: the records.
        own_server: whether server and database belong together, as in one data directory. Only
            then has a session ended if the server does not know its workflow; otherwise the
            database may be shared with another server or namespace.
        account: whose sessions; None for all accounts.

    Returns:
        How each of them ended, by workflow id.
    """
    closed: dict[str, SessionStatus] = {}
    for session in await asyncio.to_thread(store.maintenance.open_sessions):
        if account not in (None, session.scope.account):
            continue
        try:
            description = await client.get_workflow_handle(
                session.workflow_id or "", run_id=session.run_id
            ).describe()
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            if not own_server:
                continue
            ended: tuple[SessionStatus, str] | None = (
                "cancelled",
                "The session's workflow is no longer on the server.",
            )
        else:
            ended = _ENDED.get(description.status) if description.status else None
        if ended is not None:
            status, reason = ended
            await asyncio.to_thread(
                store.maintenance.close_session_tree,
                session.scope,
                session.id,
                status,
                reason or None,
            )
            closed[session.workflow_id or ""] = status
    return closed
