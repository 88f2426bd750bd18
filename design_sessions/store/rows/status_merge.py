"""The view that a session published, brought up to date with its records and the ledger.

A view is as old as the session's last word. What has been used since is in the ledger, and a
session that was ended from outside has had no last word: its records know.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel

from design_sessions.status import (
    ComponentState,
    ComponentStatus,
    ReviewState,
    SessionStatus,
    SessionStatusView,
    Usage,
)
from design_sessions.store.records import SessionRecord, SessionType

_OPEN_STATES = frozenset({"pending", "running"})


class SessionFigures(BaseModel):
    """One session of a tree: how its record stands, and what the ledger counts for it."""

    id: UUID
    type: SessionType
    component_module: str
    status: SessionStatus
    error: str | None
    usage: Usage
    turns: int
    """Answered turns, all attempts."""
    drafts: int
    """Documents submitted, all attempts."""

    @property
    def revisions(self) -> int:
        """Documents submitted after the first."""
        return max(0, self.drafts - 1)


def merge(
    view: SessionStatusView | None, record: SessionRecord, tree: Sequence[SessionFigures]
) -> SessionStatusView:
    """The view as it should be shown.

    Args:
        view: as published last; None when the session ended or is before its first word.
        record: the parent's record.
        tree: the parent and its children.
    """
    view = record_view(record, tree) if view is None else view.model_copy(deep=True)
    children = {each.component_module: each for each in tree if each.type == "component_design"}
    view.created_at = record.created_at.isoformat()
    closed = record.status != "active"
    # The session's last word comes before its record is closed; until then a worker is needed.
    if not closed or view.status == "active":
        view.status = record.status
    if closed:
        view.attention = None
        view.error = view.error or (record.error if view.status != "complete" else None)
        if record.ended_at is not None:
            # As `list` has it: the session's own last word comes earlier, in whole seconds.
            view.ended_at = record.ended_at.isoformat()
    for component in view.components:
        figures = children.get(component.module)
        if figures is not None:
            component.session_id = figures.id
            component.usage = figures.usage
            component.turns = figures.turns
            component.revisions = max(component.revisions, figures.revisions)
        if closed and component.state in _OPEN_STATES:
            component.state = _closed_component(figures)
            if figures is not None and component.state != "complete":
                component.error = component.error or figures.error
    review = next((each for each in tree if each.type == "context_design_review"), None)
    if view.review is not None:
        if review is not None:
            view.review.session_id = review.id
        if closed and view.review.state in _OPEN_STATES:
            view.review.state = _closed_review(review)
    view.usage = sum((each.usage for each in tree), Usage())
    return view


def record_view(record: SessionRecord, tree: Sequence[SessionFigures]) -> SessionStatusView:
    """What can be said of a session that has published no view."""
    return SessionStatusView(
        id=record.workflow_id or str(record.id),
        session_id=record.id,
        scope=record.scope,
        context=record.component_module,
        step="Initialize",
        status=record.status,
        components=[
            ComponentStatus(
                name=each.component_module.rpartition(".")[2],
                module=each.component_module,
                type="other",
                state="pending",
                design_path="",
            )
            for each in tree
            if each.type == "component_design"
        ],
        agent=record.agent,
        environment=record.environment,
        branch=record.environment.branch,
        base_commit=record.environment.base_commit,
        created_at=record.created_at.isoformat(),
    )


def _closed_component(figures: SessionFigures | None) -> ComponentState:
    if figures is not None and figures.status in ("complete", "failed"):
        return "complete" if figures.status == "complete" else "failed"
    return "cancelled"


def _closed_review(figures: SessionFigures | None) -> ReviewState:
    if figures is not None and figures.status in ("complete", "failed"):
        return "complete" if figures.status == "complete" else "failed"
    return "cancelled"
