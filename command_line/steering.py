"""Talks to a running session: decisions as updates, cancellation."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from pydantic import BaseModel
from temporalio.client import (
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.exceptions import FailureError
from temporalio.service import RPCError, RPCStatusCode

from design_sessions.errors import InputError, NotFoundError
from design_sessions.settings import Settings
from hosting.pollers import is_polled
from hosting.temporal_connection import Connection, connect, worker_command
from workflows.messages import DecisionAnswer

ANSWER_SECONDS = 4.5
CANCEL_SECONDS = 60.0
_Result = TypeVar("_Result")


def run(coroutine: Coroutine[Any, Any, _Result]) -> _Result:
    """Run one conversation with the server to its end."""
    return asyncio.run(coroutine)


def no_worker(settings: Settings, connection: Connection | None = None) -> InputError:
    """Nobody polls the queue: says so, with the command that helps."""
    return InputError(
        f"No worker polls the task queue {settings.task_queue}.",
        f"Start one with: {worker_command(settings, dev=connection is None or connection.embedded)}",
    )


async def connect_to_worker(settings: Settings) -> Connection:
    """A connection to a server that has a worker of ours.

    Raises:
        InputError: no server, or no worker polls; says how to start one.
    """
    connection = await connect(settings)
    if not await is_polled(connection.client, settings.task_queue):
        raise no_worker(settings, connection)
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
                update = await handle.start_update(
                    name,
                    decision.model_dump(exclude_none=True),
                    wait_for_stage=WorkflowUpdateStage.COMPLETED,
                    result_type=DecisionAnswer,
                )
                return await update.result()
        except WorkflowUpdateFailedError as error:
            raise InputError(_reason(error.cause)) from error
        except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            raise no_worker(self._settings, self._connection) from error
        except RPCError as error:
            raise self._refused(error) from error

    async def cancel(self) -> WorkflowExecutionStatus | None:
        """Cancel the session and wait until it has ended.

        Returns:
            How it ended; None if it has not within :data:`CANCEL_SECONDS`.

        Raises:
            NotFoundError: no such session runs.
        """
        handle = self._connection.client.get_workflow_handle(self._session)
        try:
            await handle.cancel()
            async with asyncio.timeout(CANCEL_SECONDS):
                while True:
                    status = (await handle.describe()).status
                    if status != WorkflowExecutionStatus.RUNNING:
                        return status
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


def _reason(error: BaseException | None) -> str:
    while isinstance(error, FailureError) and isinstance(error.cause, FailureError):
        error = error.cause
    return error.message if isinstance(error, FailureError) else str(error)
