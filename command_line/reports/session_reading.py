"""The sessions of an account as they are now, for ``status`` and ``list``."""

from __future__ import annotations

from typing import NamedTuple

from command_line.choosing.session import ReportedSession
from command_line.database import open_records
from command_line.options import Invocation
from command_line.temporal.trouble import look_for_trouble
from design_sessions.errors import NotFoundError
from design_sessions.status import SessionStatusView
from design_sessions.store.records import SessionSummary
from hosting.temporal_settings import has_a_server


class CurrentStatus(NamedTuple):
    """One session, and what keeps it from continuing beyond what its records know."""

    view: SessionStatusView
    trouble: str | None


def current_status(invocation: Invocation, found: ReportedSession) -> CurrentStatus:
    """The session's state, after a look at the server if it has not ended."""
    if found.view.status != "active":
        return CurrentStatus(found.view, None)
    view = found.view
    trouble = look_for_trouble(invocation.settings, view)
    if trouble is None:
        return CurrentStatus(view, None)
    if trouble.ended:
        # Loading Temporal's SDK takes half a second.
        from command_line.temporal.ended_sessions import close_ended

        # Its end may not be recorded yet, or was recorded after the view was read.
        close_ended(invocation, found.store)
        view = found.now()
    return CurrentStatus(view, trouble.message if view.status == "active" else None)


def listed_sessions(invocation: Invocation, *, active: bool) -> list[SessionSummary]:
    """The account's sessions, newest first; none where nothing was ever started.

    Args:
        invocation: of the command.
        active: only those that have not ended.
    """
    try:
        store = open_records(invocation.settings)
    except NotFoundError:
        return []
    scope = invocation.scope
    if store.reports.active_sessions(scope) and has_a_server(invocation.settings):
        # Loading Temporal's SDK takes half a second.
        from command_line.temporal.ended_sessions import close_ended

        close_ended(invocation, store)
    return store.reports.active_sessions(scope) if active else store.reports.list_sessions(scope)
