"""The review's session as its steps find it.

What the review knows between its steps is in its record's state: the commit read, the groups of
designs, and what each group's conversation submitted.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from design_sessions.components import Component
from design_sessions.errors import NotFoundError
from design_sessions.repository.mirror import Mirror
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.status import ReviewFinding
from design_sessions.store.records import SessionRecord


class ReviewState(BaseModel):
    """The review record's state."""

    attempt: int = 0
    commit: str = ""
    """The branch's head that is read."""
    committed: str = ""
    """The review's own commit on top of it."""
    groups: list[list[str]] = []
    """Modules by group."""
    conversations: dict[str, int] = {}
    """Conversation number by group; the closing one has the number of groups as its key."""
    submissions: dict[str, dict[str, Any]] = {}
    """Accepted submissions by group."""
    guidance: str | None = None
    summary: str = ""
    findings: list[ReviewFinding] = []

    @property
    def last_group(self) -> int:
        """The group whose submission is the review."""
        return 0 if len(self.groups) == 1 else len(self.groups)


class ReviewSession(BaseModel):
    """The review's record, its parent's, and what was parsed out of them."""

    model_config = {"arbitrary_types_allowed": True}

    record: SessionRecord
    parent: SessionRecord
    state: ReviewState
    mirror: Mirror

    @property
    def branch(self) -> str:
        """The session's branch."""
        return str(self.parent.environment["branch"])

    @property
    def context_path(self) -> str:
        """The context's document."""
        return str(self.parent.environment["context_path"])

    def components(self) -> list[Component]:
        """The components of the context, in order."""
        return [Component.model_validate(c) for c in self.parent.state["components"]]


def load(services: Services, scope: Scope, session_id: str) -> ReviewSession:
    """The review session of a record id.

    Raises:
        NotFoundError: there is none in this scope.
    """
    record = services.store.sessions.get(scope, UUID(session_id))
    if record.parent_id is None:
        raise NotFoundError("Session not found: this review has no parent session.")
    parent = services.store.sessions.get(scope, record.parent_id)
    return ReviewSession(
        record=record,
        parent=parent,
        state=ReviewState.model_validate(record.state.get("review") or {}),
        mirror=services.mirrors.get(parent.environment["repository"]),
    )


def save(services: Services, scope: Scope, session: ReviewSession) -> None:
    """Keep the review's state."""
    services.store.sessions.update_state(
        scope, session.record.id, {"review": session.state.model_dump(mode="json")}
    )


def modules_of(session: ReviewSession, group: int) -> list[str]:
    """Modules a conversation has to read; none for the closing one."""
    return session.state.groups[group] if group < len(session.state.groups) else []


def accepted_designs(services: Services, scope: Scope, session: ReviewSession) -> list[str]:
    """Names of the components whose design a person accepted although it is not valid."""
    report = services.store.reports.read_status(scope, session_id=session.parent.id)
    return [c.name for c in report.components if c.state == "accepted"]
