"""The steps of one component's design, except the model's turns."""

from __future__ import annotations

from temporalio import activity

from activities.requests import CheckDraft
from activities.running import run_step
from design_sessions.outcomes import BegunDesign, Verdict
from design_sessions.references import AttemptReference
from design_sessions.services import Services
from design_sessions.steps import component_conversation, component_draft


class DesignActivities:
    """Activities on drafts and on the branch."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def begin_component_design(self, attempt: AttemptReference) -> BegunDesign:
        """Keep a design that is already valid, or open the conversation to continue with."""
        return await run_step(self._services, attempt, component_conversation.begin)

    @activity.defn
    async def check_draft(self, request: CheckDraft) -> Verdict:
        """Validate the submission and store it as a draft."""
        return await run_step(self._services, request.turn, component_draft.check, request.revision)

    @activity.defn
    async def commit_design(self, attempt: AttemptReference) -> str:
        """Commit the valid draft to the branch and push; returns the commit."""
        return await run_step(self._services, attempt, component_draft.commit)

    @activity.defn
    async def accept_design(self, attempt: AttemptReference) -> str:
        """Commit the last draft even though it is not valid; returns the commit."""
        return await run_step(self._services, attempt, component_draft.accept)
