"""Sends decisions and cancellations to a running session."""

from __future__ import annotations

import asyncio
import time

from temporalio.api.enums.v1 import PendingWorkflowTaskState
from temporalio.client import (
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import FailureError
from temporalio.service import RPCError, RPCStatusCode

from command_line.temporal.server_errors import refused_by
from command_line.temporal.worker import (
    ANSWER_SECONDS,
    WORKER_SECONDS,
    cancellation_kept,
    is_polled_soon,
    no_answer,
)
from design_sessions import program
from design_sessions.decisions import Decision
from design_sessions.errors import InputError, NotFoundError
from design_sessions.settings import Settings
from hosting.temporal_connection import Connection
from workflows.messages import DecisionAnswer

CANCEL_SECONDS = 60.0


class RunningSession:
    """Decisions about one session, and its cancellation.

    Args:
        connection: from :func:`connect_to_worker`.
        settings: of this process.
        session: workflow id.
    """

    def __init__(self, connection: Connection, settings: Settings, session: str) -> None:
        self._connection = connection
        self._settings = settings
        self._session = session

    async def decide(self, decision: Decision) -> DecisionAnswer:
        """Send one decision as an update and return the answer.

        Raises:
            NotFoundError: no such session runs.
            InputError: the session rejected it, or no worker answered.
        """
        handle = self._connection.client.get_workflow_handle(self._session)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer: DecisionAnswer = await handle.execute_update(
                    decision.name,
                    decision.model_dump(exclude_none=True),
                    result_type=DecisionAnswer,
                )
                return answer
        except WorkflowUpdateFailedError as error:
            raise InputError(_reason(error.cause)) from error
        except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            raise no_answer(self._settings, self._connection) from error
        except RPCError as error:
            raise self._refused(error) from error

    async def cancel(self) -> WorkflowExecutionStatus | None:
        """Cancel the session and wait until it has ended.

        The server keeps the request, so requesting needs no worker.

        Returns:
            How it ended; None if it has not ended within :data:`CANCEL_SECONDS`.

        Raises:
            NotFoundError: no such session runs.
            NoWorkerError: no worker is there to act on it yet.
        """
        handle = self._connection.client.get_workflow_handle(self._session)
        try:
            await handle.cancel()
            async with asyncio.timeout(CANCEL_SECONDS):
                begun = time.monotonic()
                while True:
                    description = await handle.describe()
                    if description.status != WorkflowExecutionStatus.RUNNING:
                        return description.status
                    late = time.monotonic() - begun > WORKER_SECONDS
                    if late and _waits_for_a_worker(description):
                        raise cancellation_kept(self._settings, self._connection)
                    await asyncio.sleep(0.2)
        except TimeoutError:
            return None
        except RPCError as error:
            raise self._refused(error) from error

    async def cancel_child(self, workflow_id: str) -> None:
        """Cancel a child session; its parent notices.

        Raises:
            NotFoundError: it is not running.
        """
        try:
            await self._connection.client.get_workflow_handle(workflow_id).cancel()
        except RPCError as error:
            raise self._refused(error) from error

    async def require_worker(self) -> None:
        """Return if a worker is there to act on the requested cancellations.

        Raises:
            NoWorkerError: no worker is there to act on them yet.
        """
        if not await is_polled_soon(self._connection, self._settings):
            raise cancellation_kept(self._settings, self._connection)

    def _refused(self, error: RPCError) -> InputError:
        if error.status == RPCStatusCode.NOT_FOUND:
            return NotFoundError(
                f"Session not found: {self._session} is not running.",
                f"`{program.client('list')}` shows all. Of one that has ended, `redo` designs "
                "components again, and `start` continues it.",
            )
        return refused_by(self._connection, self._settings, error)


def _waits_for_a_worker(description: WorkflowExecutionDescription) -> bool:
    pending = description.raw_description.pending_workflow_task
    return pending.state == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED


def _reason(error: BaseException | None) -> str:
    while isinstance(error, FailureError) and isinstance(error.cause, FailureError):
        error = error.cause
    return error.message if isinstance(error, FailureError) else str(error)
