"""Telling somebody outside about a session."""

from __future__ import annotations

from uuid import UUID

from temporalio import activity

from activities.messages import NotifyRequest
from activities.running import in_thread
from design_sessions.notifications import message_of, notify
from design_sessions.services import Services


class NotificationActivities:
    """The webhook and the command of this worker's settings."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def notify(self, request: NotifyRequest) -> None:
        """Tell of one event; nothing where no one wants to know."""
        await in_thread(self._services, request, lambda: self._notify(request))

    def _notify(self, request: NotifyRequest) -> None:
        view = self._services.store.reports.read_status(
            request.scope, session_id=UUID(request.session_id)
        )
        notify(self._services.settings, message_of(request.event, view))
