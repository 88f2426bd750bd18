"""Notifications about a session."""

from __future__ import annotations

from temporalio import activity

from activities.requests import NotifyRequest
from activities.running import run_step
from design_sessions.services import Services
from design_sessions.steps.notification import notify_of


class NotificationActivities:
    """The webhook and the command of this worker's settings."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def notify(self, request: NotifyRequest) -> None:
        """Send one event; does nothing when no webhook or command is set."""
        await run_step(self._services, request.session, notify_of, request.event)
