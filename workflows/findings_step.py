"""What a session does about findings: shows them, asks a person, reopens designs."""

from __future__ import annotations

from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.requests import ReopenDesigns
    from activities.reviews import ReviewActivities
    from design_sessions.outcomes import FoundFindings
    from design_sessions.references import SessionReference
    from design_sessions.wording import EVERYTHING_ON_BASE, counted, listed
    from workflows.clock import now
    from workflows.decisions.findings import revisions_attention, who_asks
    from workflows.failures import failure_of
    from workflows.messages import ContextDesignRequest
    from workflows.session_state import SessionState
    from workflows.step_outcome import StepOutcome
    from workflows.timeouts import OUTSIDE

_LEFT_NAMED = 10


class FindingsStep:
    """The part of SpawnReviewSession that comes after a review, or in its place."""

    def __init__(
        self, request: ContextDesignRequest, state: SessionState, session: SessionReference
    ) -> None:
        self._request = request
        self._state = state
        self._session = session
        self._progress = state.review

    async def compare(self, command: dict[str, Any]) -> StepOutcome:
        """Act on what the checks find in designs that nobody reviews.

        A comparison that fails is said, and stops nothing: the session was not asked for it.

        Args:
            command: of the step's record.
        """
        try:
            await self.everything_recorded()
            found = await workflow.execute_activity_method(
                ReviewActivities.compare_designs,
                self._session,
                summary="Compare the designs",
                **OUTSIDE,
            )
            if not found.on_base:
                return await self.act_on(found, command)
            output = f"Nothing was compared: {EVERYTHING_ON_BASE}."
        except FailureError as error:
            if is_cancelled_exception(error):
                raise
            output = f"The designs were not compared: {failure_of(error).reason}"
            self._state.notice(output, at=now())
        return StepOutcome(status="ok", output=output, command=command)

    async def everything_recorded(self) -> None:
        """Wait until the database has what people have decided: a comparison reads it there."""
        self._progress.outdated = False
        await workflow.wait_condition(lambda: not self._state.unrecorded)

    async def act_on(self, result: FoundFindings, command: dict[str, Any]) -> StepOutcome:
        """Show the findings, and reopen the designs that have to change for them."""
        self._progress.done = True
        self._state.view.show_findings(result.findings, more=result.more_findings)
        self._state.touch()
        found = counted(len(result.findings) + result.more_findings, "finding")
        self._progress.asked = {}
        if not result.findings or not self._may_reopen():
            return StepOutcome(status="ok", output=f"{found}.", command=command)
        if self._request.limits.review_gate and not self._progress.approved:
            await self._propose()
            if self._progress.asked:
                attention = revisions_attention(self._state, since=now())
                return StepOutcome(
                    status="warning",
                    output=attention.reason,
                    command=command,
                    attention=attention,
                )
        reopened = await self._reopen()
        return StepOutcome(
            status="ok",
            output=f"{found}; {counted(reopened, 'design')} to revise.",
            command=command,
        )

    def _may_reopen(self) -> bool:
        # A session in which every design is kept and nothing is reviewed was said to cost nothing.
        has_work = self._state.view.review is not None or bool(self._state.names(["complete"]))
        return (
            has_work
            and self._progress.rounds < self._request.limits.max_review_rounds
            and self._progress.left is None
        )

    async def _propose(self) -> None:
        """Find the designs whose revision a person is asked for."""
        proposed = await workflow.execute_activity_method(
            ReviewActivities.propose_revisions,
            self._session,
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
            ReopenDesigns(session=self._session, round=this),
            summary=f"Choose the designs to revise, round {this}",
            **OUTSIDE,
        )
        if reopening.left:
            names = listed(reopening.left, _LEFT_NAMED)
            self._state.notice(
                f"{who_asks(self._state)} for changes of {names}, which a person wrote, changed "
                "or accepted, or which have no design: see the findings.",
                at=now(),
            )
        for module in reopening.findings:
            self._state.reopen(module)
        if reopening.findings:
            self._progress.rounds = this
        return len(reopening.findings)
