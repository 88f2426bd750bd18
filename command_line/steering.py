"""Talks to a running session: decisions as updates, cancellation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from pydantic import BaseModel
from temporalio.api.enums.v1 import PendingWorkflowTaskState
from temporalio.client import (
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import FailureError
from temporalio.service import RPCError, RPCStatusCode

from design_sessions.errors import InputError, NotFoundError
from design_sessions.settings import Settings
from hosting.pollers import is_polled
from hosting.temporal_connection import Connection, connect, worker_command
from workflows.messages import DecisionAnswer

ANSWER_SECONDS = 3.0
"""With the start of the process it makes less than the five seconds in which a user is told."""
_WORKER_SECONDS = 2.0
"""How long a worker that is just starting is waited for."""
CANCEL_SECONDS = 60.0
_Result = TypeVar("_Result")


def run(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """Run one conversation with the server to its end."""
    return asyncio.run(coroutine)


def no_answer(settings: Settings, connection: Connection) -> InputError:
    """Somebody polled not long ago, and does not answer."""
    return InputError(
        "The worker does not answer: it has ended, or is very busy.",
        f"Start one with: {worker_command(settings, dev=connection.embedded)} and look at status.",
    )


def no_worker(settings: Settings, connection: Connection) -> InputError:
    """Nobody polls the queue: says so, with the command that helps."""
    return InputError(
        f"No worker polls the task queue {settings.task_queue}.",
        f"Start one with: {worker_command(settings, dev=connection.embedded)}",
    )


async def connect_to_worker(settings: Settings) -> Connection:
    """A connection to a server that has a worker of ours.

    Raises:
        InputError: no server, or no worker polls; says how to start one.
    """
    connection = await connect(settings)
    deadline = time.monotonic() + _WORKER_SECONDS
    while not await is_polled(connection.client, settings.task_queue):
        if time.monotonic() > deadline:
            raise no_worker(settings, connection)
        await asyncio.sleep(0.3)
    return connection


class Steering:
    """Decisions about one session.

    Args:
        connection: from :func:`connect_to_worker`.
        settings: of this process.
        session: workflow id.
    """

    def __init__(self, connection: Connection, settings: Settings, session: str) -> None:
        self._connection = connection
        self._settings = settings
        self._session = session

    async def decide(self, name: str, decision: BaseModel) -> DecisionAnswer:
        """Send one decision as an update and return the answer.

        Raises:
            NotFoundError: no such session runs.
            InputError: the session rejected it, or no worker answered.
        """
        handle = self._connection.client.get_workflow_handle(self._session)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer: DecisionAnswer = await handle.execute_update(
                    name, decision.model_dump(exclude_none=True), result_type=DecisionAnswer
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

        Returns:
            How it ended; None if it has not within :data:`CANCEL_SECONDS`.

        Raises:
            NotFoundError: no such session runs.
            InputError: no worker takes it up.
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
                    late = time.monotonic() - begun > ANSWER_SECONDS
                    if late and _waits_for_a_worker(description):
                        raise InputError(
                            "The cancellation is recorded, but no worker takes it up.",
                            "Start one with: "
                            + worker_command(self._settings, dev=self._connection.embedded),
                        )
                    await asyncio.sleep(0.2)
        except TimeoutError:
            return None
        except RPCError as error:
            raise self._refused(error) from error

    async def cancel_child(self, workflow_id: str) -> None:
        """Cancel a child session; its parent takes note.

        Raises:
            NotFoundError: it does not run.
        """
        try:
            await self._connection.client.get_workflow_handle(workflow_id).cancel()
        except RPCError as error:
            raise self._refused(error) from error

    def _refused(self, error: RPCError) -> InputError:
        if error.status == RPCStatusCode.NOT_FOUND:
            return NotFoundError(
                f"Session not found: {self._session} is not running.",
                "`python client.py list` shows all; `start` goes on with one that has ended.",
            )
        return InputError(f"The Temporal server refused: {error.message}.")


def _waits_for_a_worker(description: WorkflowExecutionDescription) -> bool:
    pending = description.raw_description.pending_workflow_task
    return pending.state == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED


def _reason(error: BaseException | None) -> str:
    while isinstance(error, FailureError) and isinstance(error.cause, FailureError):
        error = error.cause
    return error.message if isinstance(error, FailureError) else str(error)
