"""Batches of component sessions below the parent of a large context."""

from __future__ import annotations

import asyncio
import contextlib
import math
from typing import Any

from pydantic import ValidationError
from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from design_sessions.wording import counted
    from workflows.component_batch import ComponentBatchWorkflow
    from workflows.failures import Failure, child_error, failure_of
    from workflows.messages import (
        ComponentBatchRequest,
        ComponentChild,
        ComponentDesignResult,
        ContextDesignRequest,
        EndedChild,
        EndedChildren,
    )
    from workflows.search_attributes import child_search_attributes
    from workflows.workflow_ids import batch_workflow_id

MOST_CHILDREN = 500
"""Components up to which the parent starts each session itself. One costs its history four events
and 5.6 KB; Temporal warns at 10,240 events and ends a workflow at 51,200, or at 50 MB."""
LARGEST_BATCH = 200
_AT_ONCE = 5
"""Batches that share the width of a session: the next begins when a fifth of it is free."""
_CANCELLED_AGAIN = 1.0
"""Seconds until a child that its batch has not started yet is cancelled again."""


def batch_size(max_parallel: int) -> int:
    """Components that are started together.

    Args:
        max_parallel: components of the session that may run at once.
    """
    return min(LARGEST_BATCH, math.ceil(max_parallel / _AT_ONCE))


class ComponentBatches:
    """Runs component sessions in batches; to the caller, each looks like a child of its own."""

    def __init__(self, session: ContextDesignRequest) -> None:
        self._session = session
        self._waiting: list[ComponentChild] = []
        self._results: dict[str, asyncio.Future[ComponentDesignResult]] = {}
        self._batches: list[asyncio.Task[None]] = []
        self._started = 0
        self._cancelled = False

    def take(self, reported: Any) -> None:
        """Take what a batch reports about its children; reports of others change nothing.

        Raises:
            ValueError: it is not a report.
        """
        try:
            ended = EndedChildren.model_validate(reported)
        except ValidationError:
            raise ValueError("it is not a report of a batch") from None
        for child in ended.children:
            self._end(child)

    def _end(self, child: EndedChild) -> None:
        result = self._results.get(child.workflow_id)
        if result is None or result.done():
            return
        if child.already_started:
            result.set_exception(
                WorkflowAlreadyStartedError(child.workflow_id, "ComponentDesignWorkflow")
            )
        elif child.result is not None:
            result.set_result(child.result)
        else:
            result.set_exception(child_error(child.failure or Failure(reason="It failed.")))

    async def run(self, child: ComponentChild) -> ComponentDesignResult:
        """Run one component session in a batch with all that are asked for at the same time.

        Raises:
            WorkflowAlreadyStartedError: another workflow has this id and is still running.
            ApplicationError: it failed, was cancelled or was terminated.
        """
        workflow_id = child.request.attempt.workflow_id
        result = self._results[workflow_id] = asyncio.Future()
        self._waiting.append(child)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._start_batches)
        try:
            return await asyncio.shield(result)
        except asyncio.CancelledError:
            if self._cancelled:
                raise
            if child in self._waiting:
                self._waiting.remove(child)
                raise
            await self._cancel(workflow_id, result)
            return await asyncio.shield(result)
        finally:
            del self._results[workflow_id]

    def _start_batches(self) -> None:
        waiting, self._waiting = self._waiting, []
        for first in range(0, len(waiting), LARGEST_BATCH):
            task = asyncio.create_task(self._run_batch(waiting[first : first + LARGEST_BATCH]))
            # A list, whose order is the same in every replay.
            self._batches.append(task)
            task.add_done_callback(self._batches.remove)

    async def _run_batch(self, children: list[ComponentChild]) -> None:
        failure = Failure(reason="Its batch ended early.", cancelled=True)
        try:
            await self._run_batch_workflow(children)
        except FailureError as error:
            failure = failure_of(error)
        for child in children:
            self._end(EndedChild(workflow_id=child.request.attempt.workflow_id, failure=failure))

    async def _run_batch_workflow(self, children: list[ComponentChild]) -> None:
        while True:
            self._started += 1
            try:
                return await workflow.execute_child_workflow(
                    ComponentBatchWorkflow.run,
                    ComponentBatchRequest(session=self._session, children=children),
                    id=batch_workflow_id(workflow.info().workflow_id, self._started),
                    static_summary=f"{counted(len(children), 'component')}: {children[0].name} "
                    "and those after it",
                    search_attributes=child_search_attributes(self._session),
                )
            except WorkflowAlreadyStartedError:
                # A batch of an earlier, terminated session may still be closing under this id.
                continue

    async def _cancel(
        self, workflow_id: str, result: asyncio.Future[ComponentDesignResult]
    ) -> None:
        """Cancel one component session of a batch, also if the batch has yet to start it."""
        while not result.done():
            try:
                await workflow.get_external_workflow_handle(workflow_id).cancel()
                return
            except ApplicationError:
                with contextlib.suppress(asyncio.TimeoutError):
                    await workflow.wait_condition(result.done, timeout=_CANCELLED_AGAIN)

    def cancel(self) -> None:
        """Cancel all batches with their children; :meth:`ended` returns when they have ended."""
        self._cancelled = True
        for batch in self._batches:
            batch.cancel()

    async def ended(self) -> None:
        """Return when no batch runs; others can be started then."""
        await asyncio.gather(*self._batches, return_exceptions=True)
        self._cancelled = False
