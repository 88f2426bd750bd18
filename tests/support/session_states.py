"""What a session knows in the midst of its work, without a server."""

from __future__ import annotations

from design_sessions.scope import Scope
from design_sessions.status import (
    Agent,
    ComponentStatus,
    Environment,
    ReviewStatus,
    SessionStatusView,
)
from workflows.session_state import SessionState
from workflows.steps import Step


def state_with(**states: str) -> SessionState:
    """A session in its component step; keyword ``Post="failed"`` is one component's state."""
    view = SessionStatusView(
        id="context-design/default/shop/Shop.Blog",
        scope=Scope(account="default", project="shop", user="ann@example.com"),
        context="Shop.Blog",
        step=str(Step.SPAWN_COMPONENT_DESIGN_SESSIONS),
        components=[
            ComponentStatus.model_validate(
                {
                    "name": name,
                    "module": f"Shop.Blog.{name}",
                    "type": "schema",
                    "state": state,
                    "design_path": f"docs/design/shop/blog/{name.lower()}.md",
                }
            )
            for name, state in states.items()
        ],
        review=ReviewStatus(path="docs/design/shop/blog/design_review.md"),
        agent=Agent(endpoint="", model="m", review_model="m", effort=""),
        environment=Environment(
            repository="r", base_commit="c", branch="b", layout="docs/design", context_path="p"
        ),
        branch="b",
        base_commit="c",
    )
    return SessionState(view)
