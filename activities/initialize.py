"""Initialize: the repository, the branch and the records of a session."""

from __future__ import annotations

from temporalio import activity

from activities.messages import Initialized, InitializeRequest
from activities.running import at_work
from design_sessions.services import Services
from design_sessions.steps.initialize import start_session


class RepositoryActivities:
    """Activities that begin a session."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def initialize(self, request: InitializeRequest) -> Initialized:
        """Check everything, then make branch and records; idempotent."""
        async with at_work(self._services, request):
            started = await start_session(
                self._services,
                request.scope,
                request.order,
                session_id=request.session_id,
                workflow_id=request.workflow_id,
                run_id=request.run_id,
            )
            return Initialized(view=started.view, notes=started.notes)
