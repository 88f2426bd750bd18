"""One attempt at the design of one component: draft, validate, revise, commit."""

from __future__ import annotations

import asyncio
from typing import Never

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.designs import DesignActivities
    from activities.model_turns import ModelTurnActivities
    from activities.requests import CheckDraft
    from design_sessions.outcomes import TurnOutcome, Verdict
    from design_sessions.references import TurnReference
    from design_sessions.wording import counted
    from workflows.conversation import ConversationProgress, until_submitted
    from workflows.failures import Failure, child_error
    from workflows.messages import ComponentDesignRequest, ComponentDesignResult
    from workflows.timeouts import MODEL_TURN, OUTSIDE, RECORD
    from workflows.web_ui.attempt_page import AttemptPage


@workflow.defn
class ComponentDesignWorkflow:
    """Designs one component. Fails with a reason if it cannot; a retry is a new workflow."""

    @workflow.init
    def __init__(self, request: ComponentDesignRequest) -> None:
        self._request = request
        self._conversation = 1
        self._revisions = 0
        self._page = AttemptPage(
            f"Design of {request.module}, attempt {request.attempt.attempt}",
            limits=request.limits,
            search_attributes=request.search_attributes,
        )

    @workflow.run
    async def run(self, request: ComponentDesignRequest) -> ComponentDesignResult:
        self._page.tell("Reading what already exists.")
        try:
            return await self._design()
        except (FailureError, asyncio.CancelledError) as error:
            self._page.end_with(error)
            raise

    async def _design(self) -> ComponentDesignResult:
        begun = await workflow.execute_activity_method(
            DesignActivities.begin_component_design,
            self._request.attempt,
            summary="Initialize: prompt, rules and definition",
            **OUTSIDE,
        )
        if begun.resume == "kept":
            self._page.end("kept", "Kept.", "A valid design already existed.")
            return ComponentDesignResult(outcome="kept")

        self._conversation = begun.conversation
        progress = ConversationProgress(next_turn=begun.next_turn)
        if begun.resume != "finalize":
            await self._design_until_valid(progress, drafted=begun.resume == "validate")

        self._page.tell("Committing the design to the branch.")
        await workflow.execute_activity_method(
            DesignActivities.commit_design,
            self._request.attempt,
            summary="Finalize: commit to the branch",
            **OUTSIDE,
        )
        self._page.end("complete", "Complete.", "The design is on the branch.")
        return ComponentDesignResult(outcome="complete", revisions=self._revisions)

    async def _design_until_valid(self, progress: ConversationProgress, *, drafted: bool) -> None:
        fingerprint = ""
        while True:
            submitted = (
                progress.next_turn - 1 if drafted else await self._generate_or_revise(progress)
            )
            drafted = False
            verdict = await self._validate(submitted)
            if verdict.valid and not verdict.guidance_waits:
                return
            if verdict.valid:
                continue
            if verdict.fingerprint == fingerprint:
                self._give_up(f"Same problems twice in a row: {verdict.summary}", "SameProblems")
            if self._revisions >= self._request.limits.max_revisions:
                revisions = counted(self._revisions, "revision")
                self._give_up(
                    f"Still not valid after {revisions}: {verdict.summary}", "RevisionsUsedUp"
                )
            fingerprint = verdict.fingerprint
            self._revisions += 1
            self._page.details.revisions = self._revisions
            self._page.details.problem = verdict.summary

    async def _generate_or_revise(self, progress: ConversationProgress) -> int:
        return await until_submitted(
            self._run_turn, progress, max_turns=self._request.limits.max_turns, what="a design"
        )

    async def _run_turn(self, turn: int) -> TurnOutcome:
        self._page.details.turns += 1
        self._page.tell("Revising the draft." if self._revisions else "Writing the draft.")
        return await workflow.execute_activity_method(
            ModelTurnActivities.run_design_turn,
            self._turn(turn),
            task_queue=self._request.model_task_queue,
            summary=f"{self._work()}: turn {turn}",
            **MODEL_TURN,
        )

    def _work(self) -> str:
        return f"Revise, revision {self._revisions}" if self._revisions else "Generate"

    async def _validate(self, turn: int) -> Verdict:
        self._page.tell("Validating the draft.")
        return await workflow.execute_activity_method(
            DesignActivities.check_draft,
            CheckDraft(turn=self._turn(turn), revision=self._revisions),
            summary=f"Validate the draft of turn {turn}",
            **RECORD,
        )

    def _give_up(self, reason: str, failure_type: str) -> Never:
        raise child_error(Failure(reason=reason, type=failure_type))

    def _turn(self, turn: int) -> TurnReference:
        return self._request.attempt.at_turn(turn, conversation=self._conversation)
