"""The steps of one component's design, but for the model's turns."""

from __future__ import annotations

from temporalio import activity

from activities.messages import AttemptReference, BegunDesign, CheckDraft, DraftVerdict
from activities.running import in_thread
from design_sessions.services import Services
from design_sessions.steps import component_conversation, component_draft


class DesignActivities:
    """Activities on drafts and on the branch."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def begin_component_design(self, request: AttemptReference) -> BegunDesign:
        """Keep what is valid already, or open the conversation to go on with."""
        info = activity.info()
        begun = await in_thread(
            self._services,
            request,
            lambda: component_conversation.begin(
                self._services,
                request.scope,
                request.session_id,
                attempt=request.attempt,
                workflow_id=info.workflow_id or "",
            ),
        )
        return BegunDesign.model_validate(begun.model_dump())

    @activity.defn
    async def check_draft(self, request: CheckDraft) -> DraftVerdict:
        """Validate what was submitted and keep it as a draft."""
        verdict = await in_thread(
            self._services,
            request,
            lambda: component_draft.check_draft(
                self._services,
                request.scope,
                request.session_id,
                turn=request.turn,
                attempt=request.attempt,
                revision=request.revision,
            ),
        )
        return DraftVerdict.model_validate(verdict.model_dump())

    @activity.defn
    async def commit_design(self, request: AttemptReference) -> str:
        """Commit the valid draft to the branch and push; the commit."""
        return await in_thread(
            self._services,
            request,
            lambda: component_draft.commit(
                self._services, request.scope, request.session_id, attempt=request.attempt
            ),
        )

    @activity.defn
    async def accept_design(self, request: AttemptReference) -> str:
        """Commit the last draft although it is not valid; the commit."""
        return await in_thread(
            self._services,
            request,
            lambda: component_draft.accept(
                self._services, request.scope, request.session_id, attempt=request.attempt
            ),
        )
