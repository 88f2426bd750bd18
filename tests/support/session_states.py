"""What a session knows in the midst of its work, without a server."""

from __future__ import annotations

from design_sessions.scope import Scope
from tests.support.repositories import CONTEXT
from tests.support.statuses import component_status, session_status
from workflows.session_state import SessionState

SCOPE = Scope(account="default", project="shop", user="ann@example.com")


def state_with(**states: str) -> SessionState:
    """A session in its component step; keyword ``Post="failed"`` is one component's state."""
    components = [component_status(f"{CONTEXT}.{name}", state) for name, state in states.items()]
    return SessionState(session_status(SCOPE, CONTEXT, components))
