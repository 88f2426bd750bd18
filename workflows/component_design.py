"""One attempt at the design of one component: draft, validate, revise, commit."""

from __future__ import annotations

import asyncio

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.designs import DesignActivities
    from activities.legs import LegActivities
    from activities.requests import CheckDraft
    from design_sessions.outcomes import BegunDesign, FailureType, LegOutcome, Verdict
    from design_sessions.wording import counted
    from workflows.conversation import Conversation, give_up, until_submitted
    from workflows.messages import ComponentDesignRequest, ComponentDesignResult
    from workflows.timeouts import BEGIN, CHECK, LEG, OUTSIDE
    from workflows.web_ui.attempt_page import AttemptPage


@workflow.defn
class ComponentDesignWorkflow:
    """Designs one component. Fails with a reason if it cannot; a retry is a new workflow."""

    @workflow.init
    def __init__(self, request: ComponentDesignRequest) -> None:
        self._request = request
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
        begun = await workflow.execute_local_activity_method(
            DesignActivities.begin_component_design,
            self._request.attempt,
            summary="Initialize: prompt, rules and definition",
            **BEGIN,
        )
        if begun.resume == "kept":
            self._page.end("kept", "Kept.", "A valid design already existed.")
            return ComponentDesignResult(outcome="kept")
        if begun.resume == "accepted":
            self._page.end("accepted", "Accepted.", "A person accepted it in an earlier session.")
            return ComponentDesignResult(outcome="accepted")

        if begun.resume != "finalize":
            await self._design_until_valid(begun)

        self._page.tell("Committing the design to the branch.")
        await workflow.execute_activity_method(
            DesignActivities.commit_design,
            self._request.attempt,
            summary="Finalize: commit to the branch",
            **OUTSIDE,
        )
        self._page.end("complete", "Complete.", "The design is on the branch.")
        return ComponentDesignResult(outcome="complete", revisions=self._revisions)

    async def _design_until_valid(self, begun: BegunDesign) -> None:
        conversation = Conversation(
            begun.conversation, begun.next_turn, turns_left=self._request.limits.max_turns
        )
        submitted = begun.submitted_turn
        fingerprint = ""
        while True:
            if submitted is None:
                submitted = await self._generate_or_revise(conversation)
            verdict = await self._validate(conversation, submitted)
            submitted = None
            if verdict.valid and not verdict.guidance_waits:
                return
            if verdict.valid:
                continue
            if verdict.fingerprint == fingerprint:
                raise give_up(
                    FailureType.SAME_PROBLEMS,
                    f"Same problems twice in a row: {verdict.summary}",
                )
            if self._revisions >= self._request.limits.max_revisions:
                revisions = counted(self._revisions, "revision")
                raise give_up(
                    FailureType.REVISIONS_USED_UP,
                    f"Still not valid after {revisions}: {verdict.summary}",
                )
            fingerprint = verdict.fingerprint
            self._revisions += 1
            self._page.details.revisions = self._revisions
            self._page.details.problem = verdict.summary

    async def _generate_or_revise(self, conversation: Conversation) -> int:
        self._page.begin_leg("Revising the draft." if self._revisions else "Writing the draft.")
        return await until_submitted(
            self._run_leg,
            conversation,
            max_turns=self._request.limits.max_turns,
            what="a design",
        )

    async def _run_leg(self, conversation: Conversation) -> LegOutcome:
        work = f"Revise, revision {self._revisions}" if self._revisions else "Generate"
        outcome = await workflow.execute_activity_method(
            LegActivities.run_design_leg,
            self._request.attempt.leg(
                conversation.next_turn,
                conversation=conversation.number,
                most_turns=conversation.turns_left,
            ),
            task_queue=self._request.model_task_queue,
            summary=f"{work}: from turn {conversation.next_turn}",
            **LEG,
        )
        self._page.end_leg(outcome.turns)
        return outcome

    async def _validate(self, conversation: Conversation, turn: int) -> Verdict:
        self._page.tell("Validating the draft.")
        return await workflow.execute_local_activity_method(
            DesignActivities.check_draft,
            CheckDraft(
                turn=self._request.attempt.at_turn(turn, conversation=conversation.number),
                revision=self._revisions,
            ),
            summary=f"Validate the draft of turn {turn}",
            **CHECK,
        )
