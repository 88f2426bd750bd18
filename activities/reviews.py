"""The steps of the review, except the model's turns, and of what is done about findings."""

from __future__ import annotations

from temporalio import activity

from activities.requests import CheckDraft, OpenReviewConversation, ReopenDesigns
from activities.running import at_work, run_step
from design_sessions.outcomes import (
    FoundFindings,
    OpenedConversation,
    Reopening,
    ReviewPlan,
    Verdict,
)
from design_sessions.references import AttemptReference, SessionReference
from design_sessions.services import Services
from design_sessions.steps import (
    comparison,
    reopening,
    review_conversations,
    review_submission,
)


class ReviewActivities:
    """Activities on the review's conversations and document, and on findings."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def begin_review(self, attempt: AttemptReference) -> ReviewPlan:
        """Choose the commit to read and the groups of designs that fit the model's window."""
        async with at_work(self._services, attempt):
            return await review_conversations.begin(self._services, attempt)

    @activity.defn
    async def open_conversation(self, request: OpenReviewConversation) -> OpenedConversation:
        """Open one group's conversation, or find it."""
        return await run_step(
            self._services, request.attempt, review_conversations.open_conversation, request.group
        )

    @activity.defn
    async def check_review(self, request: CheckDraft) -> Verdict:
        """Refuse a submission that names unknown components, or keep it."""
        return await run_step(
            self._services, request.turn, review_submission.check, request.revision
        )

    @activity.defn
    async def commit_review(self, attempt: AttemptReference) -> FoundFindings:
        """Render the review document, commit and push it; returns its findings."""
        return await run_step(self._services, attempt, review_submission.commit)

    @activity.defn
    async def compare_designs(self, session: SessionReference) -> FoundFindings:
        """Find what the checks say about the designs of a session without a review."""
        return await run_step(self._services, session, comparison.compare)

    @activity.defn
    async def propose_revisions(self, session: SessionReference) -> Reopening:
        """Find the designs that would be revised, without having any revised."""
        return await run_step(self._services, session, reopening.propose)

    @activity.defn
    async def reopen_designs(self, request: ReopenDesigns) -> Reopening:
        """Choose the designs to revise, and give their agents the findings."""
        return await run_step(self._services, request.session, reopening.reopen, request.round)

    @activity.defn
    async def conclude_review(self, attempt: AttemptReference) -> FoundFindings:
        """Compare the designs again after a round, and commit what has become of the findings."""
        return await run_step(self._services, attempt, review_submission.conclude)

    @activity.defn
    async def review_is_on_branch(self, session: SessionReference) -> bool:
        """Whether the review document is on the branch of a parent session."""
        return await run_step(self._services, session, review_submission.is_on_branch)
