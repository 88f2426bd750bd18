"""The review as a child workflow, and continuing without it."""

from __future__ import annotations

import asyncio
from typing import Any

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from activities.requests import ChildEnded, ReopenDesigns
    from activities.reviews import ReviewActivities
    from activities.sessions import SessionActivities
    from design_sessions.outcomes import CommittedReview
    from design_sessions.record_ids import REVIEW
    from design_sessions.references import AttemptReference, SessionReference
    from design_sessions.status import SessionStatus
    from design_sessions.wording import EVERYTHING_ON_BASE, counted, listed
    from workflows.clock import now
    from workflows.context_design_review import ContextDesignReviewWorkflow
    from workflows.decisions.attention import review_attention
    from workflows.decisions.findings import revisions_attention
    from workflows.failures import Failure, failure_of
    from workflows.messages import ContextDesignRequest, ReviewRequest
    from workflows.search_attributes import child_search_attributes
    from workflows.session_state import SessionState
    from workflows.step_outcome import StepOutcome
    from workflows.timeouts import OUTSIDE, RECORD
    from workflows.workflow_ids import review_workflow_id

_LEFT_NAMED = 10


class ReviewStep:
    """One run of SpawnReviewSession."""

    def __init__(
        self, request: ContextDesignRequest, state: SessionState, session: SessionReference
    ) -> None:
        self._request = request
        self._state = state
        self._session = session
        self._review = state.review_of()
        self._progress = state.review

    def _is_skipped(self) -> bool:
        return self._review.state == "skipped"

    async def run(self) -> StepOutcome:
        """Start the review, wait for it or for a decision to skip it."""
        if not self._state.names(["complete", "kept", "accepted"]):
            self._state.skip_review("There are no designs to review.")
        if self._is_skipped():
            return self._skipped()
        if self._progress.done:
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
            return self._skipped()
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

    async def _run_child(self) -> CommittedReview:
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

    async def _complete(self, result: CommittedReview) -> StepOutcome:
        await self._record_end(None)
        if result.on_base:
            self._state.skip_review(EVERYTHING_ON_BASE)
            return self._skipped()
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
        self._progress.outdated = False
        # The comparison reads what people have decided from the database.
        await workflow.wait_condition(lambda: not self._state.unrecorded)
        return await self._act_on(
            await workflow.execute_activity_method(
                ReviewActivities.conclude_review,
                self._attempt(),
                summary="Compare the designs again",
                **OUTSIDE,
            )
        )

    async def _act_on(self, result: CommittedReview) -> StepOutcome:
        """Show the findings, and reopen the designs that have to change for them."""
        self._progress.done = True
        self._review.state = "complete"
        self._review.findings = result.findings
        self._review.more_findings = result.more_findings
        self._review.error = None
        self._state.touch()
        found = counted(len(result.findings) + result.more_findings, "finding")
        self._progress.asked = {}
        if not result.findings or not self._may_reopen():
            return StepOutcome(status="ok", output=f"{found}.", command=self._command())
        if self._request.limits.review_gate and not self._progress.approved:
            await self._propose()
            if self._progress.asked:
                attention = revisions_attention(self._state, since=now())
                return StepOutcome(
                    status="warning",
                    output=attention.reason,
                    command=self._command(),
                    attention=attention,
                )
        reopened = await self._reopen()
        return StepOutcome(
            status="ok",
            output=f"{found}; {counted(reopened, 'design')} to revise.",
            command=self._command(),
        )

    def _may_reopen(self) -> bool:
        return (
            self._progress.rounds < self._request.limits.max_review_rounds
            and self._progress.left is None
        )

    async def _propose(self) -> None:
        """Find the designs whose revision a person is asked for."""
        proposed = await workflow.execute_activity_method(
            ReviewActivities.propose_revisions,
            self._attempt(),
            summary="Find the designs to revise",
            **OUTSIDE,
        )
        self._progress.asked = proposed.findings

    async def _reopen(self) -> int:
        """How many designs are revised in another round."""
        self._progress.approved = False
        this = self._progress.rounds + 1
        reopening = await workflow.execute_activity_method(
            ReviewActivities.reopen_designs,
            ReopenDesigns(review=self._attempt(), round=this),
            summary=f"Choose the designs to revise, round {this}",
            **OUTSIDE,
        )
        if reopening.left:
            names = listed(reopening.left, _LEFT_NAMED)
            self._state.notice(
                f"The review asks for changes of {names}, which a person wrote, changed or "
                "accepted, or which have no design: see its findings.",
                at=now(),
            )
        for module in reopening.findings:
            self._state.reopen(module)
        if reopening.findings:
            self._progress.rounds = this
        return len(reopening.findings)

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

    def _skipped(self) -> StepOutcome:
        return StepOutcome(
            status="ok",
            output=self._review.error or "Skipped.",
            command=self._command(),
        )

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
