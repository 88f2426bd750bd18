"""Notifications about a session, from its last published status."""

from __future__ import annotations

from design_sessions.notifications import Event, message_of, notify
from design_sessions.references import SessionReference
from design_sessions.services import Services


def notify_of(services: Services, session: SessionReference, event: Event) -> None:
    """Call the webhook and the command in this process's settings.

    Raises:
        NotificationError: one of them failed; may pass.
    """
    view = services.store.reports.read_status(session.scope, session_id=session.session_id)
    notify(services.settings, message_of(event, view))
