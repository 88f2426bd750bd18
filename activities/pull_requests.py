"""Finalize: the pull request."""

from __future__ import annotations

from temporalio import activity

from activities.messages import FinishedSession, FinishSession
from activities.running import in_thread
from design_sessions.services import Services
from design_sessions.steps import finalize


class PullRequestActivities:
    """Activities on the code host."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def finish(self, request: FinishSession) -> FinishedSession:
        """Open or update the pull request; never a second one."""
        finished = await in_thread(
            self._services,
            request,
            lambda: finalize.publish_pull_request(
                self._services,
                request.scope,
                request.session_id,
                request.view,
                skip_reason=request.skip_reason,
            ),
        )
        return FinishedSession.model_validate(finished.model_dump())
