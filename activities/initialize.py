"""Initialize: the repository, the branch and the records of a session."""

from __future__ import annotations

from temporalio import activity

from activities.requests import InitializeRequest
from activities.running import at_work
from design_sessions.outcomes import StartedSession
from design_sessions.services import Services
from design_sessions.steps.initialize import start_session


class InitializeActivities:
    """The activity that starts a session."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def initialize(self, request: InitializeRequest) -> StartedSession:
        """Check everything, then make branch and records; idempotent."""
        async with at_work(self._services, request.session):
            return await start_session(
                self._services, request.session, request.order, request.workflow_id, request.run_id
            )
