"""Component sessions as child workflows in parallel, and what people decide meanwhile."""

from __future__ import annotations

import asyncio

from temporalio import workflow
from temporalio.exceptions import (
    FailureError,
    WorkflowAlreadyStartedError,
    is_cancelled_exception,
)

with workflow.unsafe.imports_passed_through():
    from activities.requests import ChildEnded, CreateComponentSessions
    from activities.sessions import SessionActivities
    from design_sessions.references import AttemptReference, SessionReference
    from design_sessions.status import ComponentStatus, SessionStatus, accepted_because
    from workflows.clock import now
    from workflows.component_acceptance import accept_draft, tell_of_a_late_skip
    from workflows.component_batches import MOST_CHILDREN, ComponentBatches, batch_size
    from workflows.component_children import run_component_child
    from workflows.decisions.components import skip
    from workflows.failures import Failure, failure_of
    from workflows.messages import (
        ComponentChild,
        ComponentDesignRequest,
        ComponentDesignResult,
        ContextDesignRequest,
    )
    from workflows.session_state import SessionState, Trouble
    from workflows.timeouts import RECORD
    from workflows.workflow_ids import component_workflow_id

HALTING = ("credentials", "quota", "budget", "repository")
"""Kinds of trouble that would affect every other component too: nothing new is started."""


class ComponentFanOut:
    """Runs components with work to do, at most ``max_parallel`` at once, until none can continue.

    A failing sibling never stops the others; a retry starts immediately alongside them.
    """

    def __init__(
        self,
        request: ContextDesignRequest,
        state: SessionState,
        session: SessionReference,
        batches: ComponentBatches,
    ) -> None:
        self._request = request
        self._state = state
        self._session = session
        self._batches = batches
        self._in_batches = len(state.view.components) > MOST_CHILDREN
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._with_child: set[str] = set()
        self._unwanted: set[str] = set()

    async def run(self) -> None:
        """Return when no child runs and none can be started."""
        try:
            while True:
                self._cancel_what_was_skipped()
                self._start_what_can_start()
                if not self._tasks:
                    return
                await workflow.wait_condition(self._something_to_do)
                self._forget_what_ended()
        finally:
            self._batches.cancel()
            for task in self._tasks.values():
                task.cancel()
            if self._tasks:
                await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            await self._batches.ended()
            self._state.in_flight.clear()

    def _something_to_do(self) -> bool:
        return (
            any(task.done() for task in self._tasks.values())
            or bool(self._state.cancel_wanted)
            or bool(self._startable())
        )

    def _startable(self) -> list[str]:
        """Modules to start now. Those of a large context start together, as a batch."""
        room = self._request.limits.max_parallel - len(self._tasks)
        modules = self._state.startable(room)
        if not self._in_batches or len(modules) < room:
            return modules
        return modules if room >= batch_size(self._request.limits.max_parallel) else []

    def _start_what_can_start(self) -> None:
        for module in self._startable():
            self._state.in_flight.add(module)
            self._tasks[module] = asyncio.create_task(self._work(module))

    def _cancel_what_was_skipped(self) -> None:
        """Cancel children of skipped components; a record or acceptance in progress finishes."""
        for module in sorted(self._state.cancel_wanted):
            if module in self._with_child:
                self._unwanted.add(module)
                self._tasks[module].cancel()
        self._state.cancel_wanted.clear()

    def _forget_what_ended(self) -> None:
        for module in [module for module, task in self._tasks.items() if task.done()]:
            task = self._tasks.pop(module)
            self._state.in_flight.discard(module)
            component = self._state.component(module)
            component.ended_at = now()
            component.paused = False
            self._unwanted.discard(module)
            self._state.touch(module)
            task.result()

    async def _work(self, module: str) -> None:
        component = self._state.component(module)
        try:
            if module in self._state.accept_wanted:
                await accept_draft(self._state, self._attempt(component), component)
            else:
                await self._design(component)
        except FailureError as error:
            if is_cancelled_exception(error):
                raise
            # A record that cannot be written, say; the siblings go on.
            component.state = "failed"
            component.error = failure_of(error).reason

    async def _design(self, component: ComponentStatus) -> None:
        module = component.module
        if component.session_id is None and not await self._create_record(component):
            return
        await workflow.wait_condition(lambda: not self._state.waits_for_record(module))
        if component.state != "pending":
            return
        try:
            result = await self._child_result(component)
        except (FailureError, asyncio.CancelledError) as error:
            if is_cancelled_exception(error) and not self._cancelled_alone(module, error):
                raise
            await self._child_failed(component, failure_of(error))
        else:
            tell_of_a_late_skip(self._state, component)
            component.state = result.outcome
            component.revisions = result.revisions
            self._state.reopened.pop(module, None)
            earlier = "in an earlier session" if result.outcome == "accepted" else None
            component.error = accepted_because(earlier)
            if result.outcome == "complete":
                self._state.drafted.add(module)
            self._state.touch(module)

    def _cancelled_alone(self, module: str, error: BaseException) -> bool:
        """Whether only the child was cancelled, not the whole session."""
        return module in self._unwanted or not isinstance(error, asyncio.CancelledError)

    async def _create_record(self, component: ComponentStatus) -> bool:
        created = await workflow.execute_activity_method(
            SessionActivities.create_component_sessions,
            CreateComponentSessions(session=self._session, modules=[component.module]),
            summary=f"Record of {component.name}",
            **RECORD,
        )
        if created.failed:
            component.state = "failed"
            component.error = created.failed[0].reason
            return False
        component.session_id = created.created[component.module]
        return True

    async def _child_result(self, component: ComponentStatus) -> ComponentDesignResult:
        self._with_child.add(component.module)
        try:
            return await self._run_child(component)
        finally:
            self._with_child.discard(component.module)

    async def _run_child(self, component: ComponentStatus) -> ComponentDesignResult:
        while True:
            component.attempt += 1
            component.state = "running"
            component.error = None
            component.started_at = now()
            component.ended_at = None
            component.workflow_id = component_workflow_id(
                workflow.info().workflow_id, component.module, component.attempt
            )
            self._state.touch(component.module)
            child = self._child(component)
            try:
                if self._in_batches:
                    return await self._batches.run(child)
                return await run_component_child(self._request, child)
            except WorkflowAlreadyStartedError:
                # A child of an earlier, terminated session may still be closing under this id.
                await workflow.sleep(1, summary="Waiting for an earlier session's attempt to close")

    def _child(self, component: ComponentStatus) -> ComponentChild:
        return ComponentChild(
            request=ComponentDesignRequest(
                attempt=self._attempt(component),
                module=component.module,
                limits=self._request.limits,
                model_task_queue=self._request.model_task_queue,
                search_attributes=self._request.search_attributes,
            ),
            name=component.name,
            type=component.type,
            design_path=component.design_path,
        )

    async def _child_failed(self, component: ComponentStatus, failure: Failure) -> None:
        own = failure.kind not in HALTING or failure.kind == "budget"
        if component.state != "running":
            # A person has decided on it meanwhile.
            self._state.reopened.pop(component.module, None)
        elif own and component.module in self._state.reopened:
            await self._not_revised(component, failure)
            return
        if component.state == "running":
            component.state = "cancelled" if failure.cancelled else "failed"
            component.error = failure.reason
        if failure.kind in HALTING and self._state.halt is None:
            self._state.halt = Trouble(kind=failure.kind, reason=failure.reason)
        await self._record_end(
            component, failure, status="cancelled" if failure.cancelled else "failed"
        )
        # Shown only now: whoever sees it failed can accept its draft if there is one.
        self._state.touch(component.module)
        own_failure = component.state == "failed" and failure.kind not in HALTING
        if self._request.on_failure == "skip" and own_failure:
            skip(self._state, component, f"it failed: {failure.reason}")

    async def _not_revised(self, component: ComponentStatus, failure: Failure) -> None:
        """Leave the design as it was: the findings stay open."""
        self._state.leave_as_it_was(component.module)
        await self._record_end(component, failure, status="complete")
        after = " after the review" if self._state.view.is_reviewed else ""
        self._state.notice(
            f"{component.name} was not revised{after}, and its design stays as it was: "
            f"{failure.reason}",
            at=now(),
        )

    async def _record_end(
        self, component: ComponentStatus, failure: Failure, *, status: SessionStatus
    ) -> None:
        drafted = await workflow.execute_activity_method(
            SessionActivities.record_child_end,
            ChildEnded(
                session=self._attempt(component),
                status=status,
                reason=failure.reason,
                failure_type=failure.type,
            ),
            summary=f"{component.name}: {status}",
            **RECORD,
        )
        if drafted:
            self._state.drafted.add(component.module)

    def _attempt(self, component: ComponentStatus) -> AttemptReference:
        """The component's current attempt, or the last one if none is running."""
        assert component.session_id is not None, "a component is begun with its record"
        return AttemptReference.of(
            self._session,
            component.session_id,
            attempt=component.attempt,
            workflow_id=component.workflow_id or "",
        )
