"""Finalize: the pull request, and what is said on it."""

from __future__ import annotations

from temporalio import activity

from activities.requests import FinishSession
from activities.running import run_step
from design_sessions.outcomes import Discussed, PublishedPullRequest
from design_sessions.references import SessionReference
from design_sessions.services import Services
from design_sessions.steps.discussion import discuss
from design_sessions.steps.finalize import publish_pull_request


class PullRequestActivities:
    """Activities on the code host."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def discuss(self, session: SessionReference) -> Discussed:
        """Answer review threads and post open findings; never twice."""
        return await run_step(self._services, session, discuss)

    @activity.defn
    async def finish(self, request: FinishSession) -> PublishedPullRequest:
        """Open or update the pull request; never a second one."""
        return await run_step(
            self._services,
            request.session,
            publish_pull_request,
            request.skip_reason,
        )
