"""One attempt at the review of all designs together."""

from __future__ import annotations

import asyncio

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.legs import LegActivities
    from activities.requests import CheckDraft, OpenReviewConversation
    from activities.reviews import ReviewActivities
    from design_sessions.outcomes import FailureType, FoundFindings, LegOutcome
    from design_sessions.wording import EVERYTHING_ON_BASE, counted
    from workflows.conversation import Conversation, give_up, until_submitted
    from workflows.messages import ReviewRequest
    from workflows.timeouts import CHECK, LEG, OUTSIDE
    from workflows.web_ui.attempt_page import AttemptPage


@workflow.defn
class ContextDesignReviewWorkflow:
    """Has the designs at the branch's head reviewed and commits a review document.

    Designs that are too many for one message are reviewed in groups, each in its own conversation,
    and a closing conversation looks at what lies between them. What an earlier attempt came to at
    the same head is kept.
    """

    @workflow.init
    def __init__(self, request: ReviewRequest) -> None:
        self._request = request
        self._part = ""
        self._page = AttemptPage(
            f"Review of all designs, attempt {request.attempt.attempt}",
            limits=request.limits,
            search_attributes=request.search_attributes,
        )

    @workflow.run
    async def run(self, request: ReviewRequest) -> FoundFindings:
        self._page.tell("Looking for designs.")
        try:
            result = await self._review()
        except (FailureError, asyncio.CancelledError) as error:
            self._page.end_with(error)
            raise
        found = counted(len(result.findings) + result.more_findings, "finding")
        said = (
            f"{EVERYTHING_ON_BASE.capitalize()}."
            if result.on_base
            else f"{found}; the review is on the branch."
        )
        self._page.end("complete", "Complete.", said)
        return result

    async def _review(self) -> FoundFindings:
        plan = await workflow.execute_activity_method(
            ReviewActivities.begin_review,
            self._request.attempt,
            summary="Initialize: find the designs",
            **OUTSIDE,
        )
        if plan.resume == "nothing":
            return FoundFindings(findings=[], on_base=True)
        if plan.resume == "review":
            conversations = plan.groups if plan.groups == 1 else plan.groups + 1
            for group in range(conversations):
                self._part = f" (part {group + 1} of {conversations})" if conversations > 1 else ""
                await self._review_group(group)
        self._page.tell("Committing the review to the branch.")
        return await workflow.execute_activity_method(
            ReviewActivities.commit_review,
            self._request.attempt,
            summary="Finalize: commit to the branch",
            **OUTSIDE,
        )

    async def _review_group(self, group: int) -> None:
        opened = await workflow.execute_activity_method(
            ReviewActivities.open_conversation,
            OpenReviewConversation(attempt=self._request.attempt, group=group),
            summary=f"Open the conversation{self._part}",
            **OUTSIDE,
        )
        if opened.submitted:
            return
        limits = self._request.limits
        conversation = Conversation(
            opened.conversation, opened.next_turn, turns_left=limits.max_turns
        )
        submitted = opened.submitted_turn
        for revision in range(limits.max_revisions + 1):
            if submitted is None:
                self._page.begin_leg(f"Reading the designs and writing the review{self._part}.")
                submitted = await until_submitted(
                    self._run_leg, conversation, max_turns=limits.max_turns, what="a review"
                )
            verdict = await workflow.execute_local_activity_method(
                ReviewActivities.check_review,
                CheckDraft(
                    turn=self._request.attempt.at_turn(submitted, conversation=conversation.number),
                    revision=revision,
                ),
                summary=f"Validate the review of turn {submitted}",
                **CHECK,
            )
            if verdict.valid:
                return
            submitted = None
            self._page.details.problem = verdict.summary
            self._page.details.revisions += 1
        raise give_up(
            FailureType.REVISIONS_USED_UP,
            "The review was refused after "
            f"{counted(limits.max_revisions, 'revision')}: {verdict.summary}",
        )

    async def _run_leg(self, conversation: Conversation) -> LegOutcome:
        outcome = await workflow.execute_activity_method(
            LegActivities.run_review_leg,
            self._request.attempt.leg(
                conversation.next_turn,
                conversation=conversation.number,
                most_turns=conversation.turns_left,
            ),
            task_queue=self._request.model_task_queue,
            summary=f"ExecuteReview: from turn {conversation.next_turn}",
            **LEG,
        )
        self._page.end_leg(outcome.turns)
        return outcome
