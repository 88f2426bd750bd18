"""Inputs of the activities that take more than a reference; keys and small facts, never documents.

Results of activities are in :mod:`design_sessions.outcomes`: those of the steps that they call.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from design_sessions.decisions import DecisionRecord
from design_sessions.notifications import Event
from design_sessions.references import AttemptReference, SessionReference, TurnReference
from design_sessions.session_order import SessionOrder
from design_sessions.status import SessionStatus, SessionStatusView


class InitializeRequest(BaseModel):
    """Check everything, then make the branch and the records."""

    session: SessionReference
    workflow_id: str
    run_id: str
    order: SessionOrder


class CreateComponentSessions(BaseModel):
    """Create one session record for each of these components of a parent."""

    session: SessionReference
    modules: list[str]


class PublishStatus(BaseModel):
    """Store the changed parts of the status view; components not in it stay as they are."""

    session: SessionReference
    view: SessionStatusView
    decisions: list[DecisionRecord] = Field(default_factory=list)
    look_for_pauses: bool = False
    """Whether to query Temporal for paused activities too."""


class ChildEnded(BaseModel):
    """An attempt of a child session has ended."""

    session: SessionReference
    """The child's."""
    status: SessionStatus
    reason: str | None = None
    failure_type: str | None = None


class StepRecord(BaseModel):
    """One run of one step."""

    session: SessionReference
    key: str
    step: str
    command: dict[str, Any]
    status: str
    output: str


class ValidateComponentSessions(BaseModel):
    """Compare the records of a parent's components with the branch."""

    session: SessionReference
    recheck: bool = False
    """Also accept valid designs that a person committed for failed components."""


class CheckDraft(BaseModel):
    """Validate the submission of a turn."""

    turn: TurnReference
    revision: int
    """0 for the first draft of an attempt."""


class ReopenDesigns(BaseModel):
    """Chooses the designs to revise for findings."""

    session: SessionReference
    """The parent's."""
    round: int
    """From 1."""


class OpenReviewConversation(BaseModel):
    """Open, or find, one group's conversation; the group after the last is the closing one."""

    attempt: AttemptReference
    group: int


class FinishSession(BaseModel):
    """Open or update the pull request."""

    session: SessionReference
    skip_reason: str | None = None


class NotifyRequest(BaseModel):
    """Send a notification."""

    session: SessionReference
    event: Event


class CloseSession(BaseModel):
    """Close a session and its open children."""

    session: SessionReference
    status: SessionStatus
    reason: str | None = None
