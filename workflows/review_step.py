"""The review as a child workflow, or the comparison that takes its place."""

from __future__ import annotations

import asyncio
from typing import Any

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from activities.requests import ChildEnded
    from activities.reviews import ReviewActivities
    from activities.sessions import SessionActivities
    from design_sessions.outcomes import FoundFindings
    from design_sessions.record_ids import REVIEW
    from design_sessions.references import AttemptReference, SessionReference
    from design_sessions.status import SessionStatus
    from design_sessions.wording import EVERYTHING_ON_BASE
    from workflows.clock import now
    from workflows.context_design_review import ContextDesignReviewWorkflow
    from workflows.decisions.attention import review_attention
    from workflows.failures import Failure, failure_of
    from workflows.findings_step import FindingsStep
    from workflows.messages import ContextDesignRequest, ReviewRequest
    from workflows.search_attributes import child_search_attributes
    from workflows.session_state import SessionState
    from workflows.step_outcome import StepOutcome
    from workflows.timeouts import OUTSIDE, RECORD
    from workflows.workflow_ids import review_workflow_id


class ReviewStep:
    """One run of SpawnReviewSession."""

    def __init__(
        self, request: ContextDesignRequest, state: SessionState, session: SessionReference
    ) -> None:
        self._request = request
        self._state = state
        self._session = session
        self._review = state.review_of()
        self._findings = FindingsStep(request, state, session)

    def _is_skipped(self) -> bool:
        return self._review.state == "skipped"

    async def run(self) -> StepOutcome:
        """Start the review, wait for it or for a decision to skip it."""
        if not self._state.names(["complete", "kept", "accepted"]):
            self._state.skip_review("There are no designs to review.")
        if self._is_skipped():
            return await self._skipped()
        if self._state.review.done:
            return await self._conclude()
        await self._create_record()
        await workflow.wait_condition(lambda: not self._state.waits_for_record(REVIEW))
        child = asyncio.create_task(self._run_child())
        try:
            await workflow.wait_condition(lambda: child.done() or self._is_skipped())
        except asyncio.CancelledError:
            child.cancel()
            await asyncio.gather(child, return_exceptions=True)
            raise
        if not child.done():
            child.cancel()
        ended = (await asyncio.gather(child, return_exceptions=True))[0]
        if self._is_skipped() and isinstance(ended, BaseException):
            await self._record_end(Failure(reason="Skipped.", cancelled=True))
            return await self._skipped()
        if isinstance(ended, BaseException):
            return await self._failed(failure_of(ended))
        return await self._complete(ended)

    async def _create_record(self) -> None:
        if self._review.session_id is None:
            self._review.session_id = await workflow.execute_activity_method(
                SessionActivities.create_review_session,
                self._session,
                summary="Record of the review",
                **RECORD,
            )
        self._state.touch()

    async def _run_child(self) -> FoundFindings:
        review = self._review
        while True:
            review.attempt += 1
            review.state = "running"
            review.error = None
            review.workflow_id = review_workflow_id(workflow.info().workflow_id, review.attempt)
            self._state.touch()
            try:
                return await workflow.execute_child_workflow(
                    ContextDesignReviewWorkflow.run,
                    ReviewRequest(
                        attempt=self._attempt(),
                        limits=self._request.limits,
                        model_task_queue=self._request.model_task_queue,
                        search_attributes=self._request.search_attributes,
                    ),
                    id=review.workflow_id,
                    static_summary=f"Review, attempt {review.attempt}",
                    static_details=f"One attempt at the review `{review.path}`.",
                    search_attributes=child_search_attributes(self._request),
                )
            except WorkflowAlreadyStartedError:
                # A review of an earlier, terminated session may still be closing under this id.
                await workflow.sleep(1, summary="Waiting for an earlier session's review to close")

    async def _complete(self, result: FoundFindings) -> StepOutcome:
        await self._record_end(None)
        if result.on_base:
            self._state.skip_review(EVERYTHING_ON_BASE)
            return StepOutcome(status="ok", output=self._said(), command=self._command())
        present = await workflow.execute_activity_method(
            ReviewActivities.review_is_on_branch,
            self._session,
            summary="Validate: is the review on the branch?",
            **OUTSIDE,
        )
        if not present:
            return await self._failed(
                Failure(reason=f"Design files missing: {self._review.path}", type="Missing")
            )
        return await self._act_on(result)

    async def _conclude(self) -> StepOutcome:
        """After revisions or a decision: what has become of the findings."""
        await self._findings.everything_recorded()
        return await self._act_on(
            await workflow.execute_activity_method(
                ReviewActivities.conclude_review,
                self._attempt(),
                summary="Compare the designs again",
                **OUTSIDE,
            )
        )

    async def _act_on(self, result: FoundFindings) -> StepOutcome:
        self._review.state = "complete"
        self._review.error = None
        return await self._findings.act_on(result, self._command())

    async def _failed(self, failure: Failure) -> StepOutcome:
        self._review.state = "cancelled" if failure.cancelled else "failed"
        self._review.error = failure.reason
        self._state.touch()
        await self._record_end(failure)
        reason = f"Child sessions failed: review ({failure.reason})"
        return StepOutcome(
            status="error",
            output=reason,
            command=self._command(),
            attention=review_attention(self._state.view, failure.kind, reason, since=now()),
        )

    async def _skipped(self) -> StepOutcome:
        compared = await self._findings.compare(self._command())
        return compared.model_copy(update={"output": f"{self._said()} {compared.output}"})

    def _said(self) -> str:
        return self._review.error or "Skipped."

    def _command(self) -> dict[str, Any]:
        return {"command": "spawn_review", "review_session_id": self._review.session_id}

    async def _record_end(self, failure: Failure | None) -> None:
        status: SessionStatus = "complete"
        if failure is not None:
            status = "cancelled" if failure.cancelled else "failed"
        await workflow.execute_activity_method(
            SessionActivities.record_child_end,
            ChildEnded(
                session=self._attempt(),
                status=status,
                reason=failure.reason if failure else None,
                failure_type=failure.type if failure else None,
            ),
            summary=f"Review: {status}",
            **RECORD,
        )

    def _attempt(self) -> AttemptReference:
        """The current attempt, or the last one if none is running."""
        assert self._review.session_id is not None, "a review is begun with its record"
        return AttemptReference.of(
            self._session,
            self._review.session_id,
            attempt=self._review.attempt,
            workflow_id=self._review.workflow_id or "",
        )
