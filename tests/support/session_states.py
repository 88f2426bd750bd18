"""What a session knows in the midst of its work, without a server."""

from __future__ import annotations

from design_sessions.scope import Scope
from design_sessions.status import ReviewFinding
from tests.support.repositories import CONTEXT
from tests.support.statuses import component_status, session_status
from workflows.decisions.findings import revisions_attention
from workflows.session_state import SessionState
from workflows.steps import Step

SCOPE = Scope(account="default", project="shop", user="ann@example.com")
NOW = "2026-01-01T00:00:00+00:00"


def state_with(**states: str) -> SessionState:
    """A session in its component step; keyword ``Post="failed"`` is one component's state."""
    components = [component_status(f"{CONTEXT}.{name}", state) for name, state in states.items()]
    return SessionState(session_status(SCOPE, CONTEXT, components))


def reviewed(*, review: bool = True) -> SessionState:
    """A session whose review has found F1 in Post and F2 in Tag; or its checks, without one."""
    state = state_with(Post="complete", Tag="kept", Feed="complete")
    if state.view.review is not None and review:
        state.view.review.state = "complete"
    else:
        state.view.review = None
    state.view.show_findings([_finding("F1", "Post"), _finding("F2", "Tag")])
    state.review.done = True
    return state


def _finding(identifier: str, component: str) -> ReviewFinding:
    return ReviewFinding(
        id=identifier,
        severity="major",
        kind="integration",
        components=[component],
        explanation=f"{component} is wrong.",
        suggestion="Agree.",
    )


def asked(*, review: bool = True) -> SessionState:
    """The same, asking a person whether both are to be revised."""
    state = reviewed(review=review)
    state.view.step = str(Step.SPAWN_REVIEW_SESSION)
    state.review.asked = {"Shop.Blog.Post": ["F1"], "Shop.Blog.Tag": ["F2"]}
    state.view.attention = revisions_attention(state, since=NOW)
    state.note_decisions_seen()
    return state
