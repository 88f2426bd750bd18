"""The steps of the review, but for the model's turns."""

from __future__ import annotations

from temporalio import activity

from activities.messages import (
    AttemptReference,
    CheckDraft,
    CommittedReview,
    DraftVerdict,
    OpenConversation,
    OpenReviewConversation,
    Reference,
    ReviewPlan,
)
from activities.running import at_work, in_thread
from design_sessions.services import Services
from design_sessions.steps import review_conversations, review_submission


class ReviewActivities:
    """Activities on the review's conversations and document."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def begin_review(self, request: AttemptReference) -> ReviewPlan:
        """Fix the commit to read and the groups of designs that fit the model's window."""
        async with at_work(self._services, request):
            info = activity.info()
            plan = await review_conversations.begin(
                self._services,
                request.scope,
                request.session_id,
                attempt=request.attempt,
                workflow_id=info.workflow_id or "",
                guidance=request.guidance,
            )
            return ReviewPlan.model_validate(plan.model_dump())

    @activity.defn
    async def open_conversation(self, request: OpenReviewConversation) -> OpenConversation:
        """Open one group's conversation, or find it."""
        opened = await in_thread(
            self._services,
            request,
            lambda: review_conversations.open_conversation(
                self._services,
                request.scope,
                request.session_id,
                attempt=request.attempt,
                group=request.group,
            ),
        )
        return OpenConversation.model_validate(opened.model_dump())

    @activity.defn
    async def check_review(self, request: CheckDraft) -> DraftVerdict:
        """Refuse a submission that names unknown components or leaves designs unread."""
        verdict = await in_thread(
            self._services,
            request,
            lambda: review_submission.check(
                self._services,
                request.scope,
                request.session_id,
                conversation=request.conversation,
                turn=request.turn,
                attempt=request.attempt,
                revision=request.revision,
            ),
        )
        return DraftVerdict.model_validate(verdict.model_dump())

    @activity.defn
    async def commit_review(self, request: AttemptReference) -> CommittedReview:
        """Render the review's document, commit and push it."""
        findings = await in_thread(
            self._services,
            request,
            lambda: review_submission.commit(
                self._services, request.scope, request.session_id, attempt=request.attempt
            ),
        )
        return CommittedReview(findings=findings)

    @activity.defn
    async def review_is_on_branch(self, request: Reference) -> bool:
        """Whether the review's document is there; ``session_id`` is the parent's."""
        return await in_thread(
            self._services,
            request,
            lambda: review_submission.is_on_branch(
                self._services, request.scope, request.session_id
            ),
        )
