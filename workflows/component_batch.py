"""Some components of a large context: their sessions as children, told of to the parent."""

from __future__ import annotations

import asyncio
import contextlib

from temporalio import workflow
from temporalio.exceptions import FailureError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from design_sessions.wording import counted
    from workflows.component_children import run_component_child
    from workflows.failures import failure_of
    from workflows.messages import (
        COMPONENTS_ENDED,
        ComponentBatchRequest,
        ComponentChild,
        EndedChild,
        EndedChildren,
    )

_GATHERING = 2.0
"""Seconds for which ends are gathered, so that the parent's history gets few signals."""


@workflow.defn
class ComponentBatchWorkflow:
    """Runs component sessions side by side, and tells the parent how each one ended.

    It exists because a workflow's history is bounded: thousands of children would not fit into the
    parent's. It decides nothing; people steer the parent.
    """

    @workflow.init
    def __init__(self, request: ComponentBatchRequest) -> None:
        self._request = request
        self._running = len(request.children)
        self._untold: list[EndedChild] = []

    @workflow.run
    async def run(self, request: ComponentBatchRequest) -> None:
        tasks = [asyncio.create_task(self._design(child)) for child in request.children]
        try:
            while self._running or self._untold:
                await self._tell_the_parent()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _design(self, child: ComponentChild) -> None:
        ended = EndedChild(workflow_id=child.request.attempt.workflow_id)
        try:
            ended.result = await run_component_child(self._request.session, child)
        except WorkflowAlreadyStartedError:
            ended.already_started = True
        except FailureError as error:
            ended.failure = failure_of(error)
        self._running -= 1
        self._untold.append(ended)

    async def _tell_the_parent(self) -> None:
        parent = workflow.info().parent
        assert parent is not None, "a batch is a child of its session"
        await workflow.wait_condition(lambda: bool(self._untold))
        with contextlib.suppress(asyncio.TimeoutError):
            await workflow.wait_condition(
                lambda: not self._running,
                timeout=_GATHERING,
                timeout_summary="Gathering components that have ended",
            )
        ended, self._untold = self._untold, []
        workflow.set_current_details(f"{counted(self._running, 'component')} still running.")
        await workflow.get_external_workflow_handle(
            parent.workflow_id, run_id=parent.run_id
        ).signal(COMPONENTS_ENDED, EndedChildren(children=ended))
