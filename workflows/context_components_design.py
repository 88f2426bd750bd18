"""The parent session: branch, parallel designs, review, pull request; a person when needed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Never

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.initialize import InitializeActivities
    from activities.pull_requests import PullRequestActivities
    from activities.requests import FinishSession, InitializeRequest, StepRecord
    from activities.sessions import SessionActivities
    from design_sessions.record_ids import session_record_id
    from design_sessions.references import SessionReference
    from design_sessions.status import SessionStatus
    from workflows.clock import now
    from workflows.component_batches import ComponentBatches
    from workflows.components_step import ComponentsStep
    from workflows.decisions.attention import step_attention
    from workflows.decisions.handlers import SteeredSession
    from workflows.failures import failure_of
    from workflows.findings_step import FindingsStep
    from workflows.messages import (
        COMPONENTS_ENDED,
        ContextDesignRequest,
        InitializeVerdict,
        SessionResult,
    )
    from workflows.notifications import Notifications
    from workflows.review_step import ReviewStep
    from workflows.session_state import SessionState
    from workflows.status_publisher import StatusPublisher
    from workflows.step_outcome import StepOutcome
    from workflows.steps import NextStep, Step, next_step
    from workflows.timeouts import INITIALIZE, OUTSIDE, RECORD


@workflow.defn
class ContextComponentsDesignWorkflow(SteeredSession):
    """Designs all components of one context."""

    @workflow.init
    def __init__(self, request: ContextDesignRequest) -> None:
        info = workflow.info()
        self._request = request
        self._session = SessionReference(
            scope=request.scope,
            deployment_id=request.deployment_id,
            session_id=session_record_id(info.workflow_id, info.first_execution_run_id),
        )
        self._state = SessionState.before_initialize(
            request, workflow_id=info.workflow_id, session_id=self._session.session_id
        )
        self._publisher = StatusPublisher(request, self._state, self._session)
        self._notifications = Notifications(self._state, self._publisher, self._session)
        self._batches = ComponentBatches(request)
        self._verdict: InitializeVerdict | None = None
        self._runs = 0

    @workflow.update(name="initialized", description="Wait until Initialize has ended.")
    async def initialized(self) -> InitializeVerdict:
        """How Initialize ended; ``start`` waits for this."""
        await workflow.wait_condition(lambda: self._verdict is not None)
        assert self._verdict is not None
        return self._verdict

    @workflow.signal(name=COMPONENTS_ENDED, description="From batches of components; not for you.")
    def components_ended(self, report: Any = None, *more: Any) -> None:
        """Take a batch's report on its component sessions."""
        try:
            self._batches.take(report)
        except ValueError as error:
            self._state.notice(f"Signal {COMPONENTS_ENDED} ignored: {error}.", at=now())

    @workflow.run
    async def run(self, request: ContextDesignRequest) -> SessionResult:
        try:
            step = await self._initialize()
            self._publisher.start()
            while isinstance(step, Step):
                self._enter(step)
                outcome = await self._run(step)
                await self._record(step, outcome)
                # What was decided while the step ended, it has not acted on yet.
                if not self._state.decided():
                    if outcome.attention is None:
                        step = next_step(step, outcome.status)
                    else:
                        await self._person_decides(step, outcome)
                if isinstance(step, Step):
                    step = self._state.where_to_go_on(step)
            result = await self._complete()
        except (FailureError, asyncio.CancelledError) as error:
            if is_cancelled_exception(error):
                await self._close("cancelled", "The session was cancelled.")
            elif self._state.view.status == "active":
                await self._close("failed", failure_of(error).reason)
            await workflow.wait_condition(workflow.all_handlers_finished)
            raise
        await workflow.wait_condition(workflow.all_handlers_finished)
        return result

    async def _initialize(self) -> NextStep:
        """Check everything and create branch and records; bad input fails the session here."""
        info = workflow.info()
        self._publisher.show()
        try:
            initialized = await workflow.execute_activity_method(
                InitializeActivities.initialize,
                InitializeRequest(
                    session=self._session,
                    workflow_id=info.workflow_id,
                    run_id=info.first_execution_run_id,
                    order=self._request,
                ),
                summary="Initialize: check everything, create the branch",
                **INITIALIZE,
            )
        except (FailureError, asyncio.CancelledError) as error:
            cancelled = is_cancelled_exception(error)
            reason = "The session was cancelled." if cancelled else failure_of(error).reason
            self._state.close("cancelled" if cancelled else "failed", reason, at=now())
            self._verdict = InitializeVerdict(
                accepted=False, error=reason, error_type=failure_of(error).type
            )
            self._publisher.show_end()
            await self._publisher.close_records(reason)
            raise
        self._state.view = initialized.view
        self._state.waits = initialized.waits
        self._verdict = InitializeVerdict(
            accepted=True, notes=initialized.notes, view=initialized.view
        )
        for note in initialized.notes:
            self._state.notice(note, at=now())
        outcome = StepOutcome(status="ok", output=f"Branch {initialized.view.branch}.")
        await self._record(Step.INITIALIZE, outcome)
        return next_step(Step.INITIALIZE, outcome.status)

    def _enter(self, step: Step) -> None:
        self._state.view.step = str(step)
        self._state.note_decisions_seen()
        self._state.touch()

    async def _run(self, step: Step) -> StepOutcome:
        try:
            return await self._run_step(step)
        except FailureError as error:
            if is_cancelled_exception(error):
                raise
            # Whatever failed inside a step, a person can look at it and run it again.
            failure = failure_of(error)
            attention = step_attention(self._state, step, failure, since=now())
            return StepOutcome(status="error", output=attention.reason, attention=attention)

    async def _run_step(self, step: Step) -> StepOutcome:
        match step:
            case Step.SPAWN_COMPONENT_DESIGN_SESSIONS:
                return await ComponentsStep(
                    self._request, self._state, self._session, self._batches
                ).run()
            case Step.SPAWN_REVIEW_SESSION:
                return await self._spawn_review_session()
            case Step.FINALIZE:
                return await self._finalize()
            case Step.INITIALIZE:
                raise ApplicationError("Initialize runs only once.", non_retryable=True)

    async def _spawn_review_session(self) -> StepOutcome:
        if self._state.view.review is None:
            findings = FindingsStep(self._request, self._state, self._session)
            return await findings.compare({"command": "compare_designs"})
        return await ReviewStep(self._request, self._state, self._session).run()

    async def _finalize(self) -> StepOutcome:
        await self._publisher.flush()
        finished = await workflow.execute_activity_method(
            PullRequestActivities.finish,
            FinishSession(
                session=self._session,
                skip_reason=self._state.pull_request_skip_reason,
            ),
            summary="Finalize: pull request",
            **OUTSIDE,
        )
        self._state.view.pull_request = finished.reference
        self._state.view.pull_request_text = finished.text
        if finished.reference is None:
            return StepOutcome(status="ok", output="Title and body are stored.")
        said = await self._discuss() if self._request.discusses else ""
        return StepOutcome(status="ok", output=finished.reference.url + said)

    async def _discuss(self) -> str:
        """Answer review threads and post findings; what fails there fails nothing else."""
        try:
            done = await workflow.execute_activity_method(
                PullRequestActivities.discuss,
                self._session,
                summary="Finalize: comments on the pull request",
                **OUTSIDE,
            )
        except FailureError as error:
            if is_cancelled_exception(error):
                raise
            self._state.notice(
                f"Not everything was said on the pull request: {failure_of(error).reason}",
                at=now(),
            )
            return ""
        for notice in done.notices:
            self._state.notice(notice, at=now())
        return f" ({done.answered} threads answered, {done.posted} findings posted)"

    async def _record(self, step: Step, outcome: StepOutcome) -> None:
        self._runs += 1
        await workflow.execute_activity_method(
            SessionActivities.record_step,
            StepRecord(
                session=self._session,
                key=f"{step}-{self._runs}",
                step=str(step),
                command=outcome.command,
                status=outcome.status,
                output=outcome.output[:4_000],
            ),
            summary=f"{step}: {outcome.status}",
            **RECORD,
        )

    async def _person_decides(self, step: Step, outcome: StepOutcome) -> None:
        """Show what is wrong and wait; with ``--on-failure fail`` the session ends instead."""
        failed = outcome.status == "error"
        if failed and self._request.on_failure == "fail":
            await self._fail(outcome.output)
        if (
            failed
            and self._request.on_failure == "skip"
            and self._state.skip_step(step, outcome.output)
        ):
            return
        self._publisher.needs_person(outcome.attention)
        self._notifications.needs_person()
        try:
            await workflow.wait_condition(
                lambda: self._state.decided(),
                timeout=self._request.wait_limit,
                timeout_summary="Waiting for a person, at most this long",
            )
        except TimeoutError:
            waited = timedelta(seconds=self._request.wait_limit or 0)
            await self._fail(f"No decision within {waited}: {outcome.output}")
        self._publisher.needs_person(None)

    async def _fail(self, reason: str) -> Never:
        await self._close("failed", reason)
        raise ApplicationError(reason, type="SessionFailed", non_retryable=True)

    async def _complete(self) -> SessionResult:
        view = self._state.view
        await self._close("complete", None)
        return SessionResult(
            branch=view.branch,
            complete=len(self._state.names(["complete"])),
            kept=len(self._state.names(["kept"])),
            accepted=len(self._state.names(["accepted"])),
            skipped=len(self._state.names(["skipped"])),
            pull_request_url=view.pull_request.url if view.pull_request else None,
        )

    async def _close(self, status: SessionStatus, reason: str | None) -> None:
        if self._verdict is None or not self._verdict.accepted:
            return
        self._state.close(status, reason, at=now())
        await asyncio.shield(self._end(reason))

    async def _end(self, reason: str | None) -> None:
        await self._publisher.close(reason)
        await self._notifications.ended()
