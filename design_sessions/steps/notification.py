"""Telling somebody outside how a session is, as it was published last."""

from __future__ import annotations

from design_sessions.notifications import Event, message_of, notify
from design_sessions.references import SessionReference
from design_sessions.services import Services


def notify_of(services: Services, session: SessionReference, event: Event) -> None:
    """Call the webhook and the command that this process is set to call.

    Raises:
        NotificationError: one of them did not take it; may pass.
    """
    view = services.store.reports.read_status(session.scope, session_id=session.session_id)
    notify(services.settings, message_of(event, view))
