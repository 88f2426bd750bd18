"""Inputs of the activities that take more than a reference; keys and small facts, never documents.

What activities return is in :mod:`design_sessions.outcomes`: the same as the steps that they call.
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
    """Make one session record for each of these components of a parent."""

    session: SessionReference
    modules: list[str]


class PublishStatus(BaseModel):
    """Write what has changed of the status view; components not in it stay as they are."""

    session: SessionReference
    view: SessionStatusView
    decisions: list[DecisionRecord] = Field(default_factory=list)
    look_for_pauses: bool = False
    """Whether Temporal is asked for paused activities as well."""


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
    """Also take valid designs that a person has committed for failed components."""


class CheckDraft(BaseModel):
    """Validate what was submitted at a turn."""

    turn: TurnReference
    revision: int
    """0 for the first draft of an attempt."""


class OpenReviewConversation(BaseModel):
    """Open, or find, one group's conversation; the group after the last is the closing one."""

    attempt: AttemptReference
    group: int


class FinishSession(BaseModel):
    """Open or update the pull request."""

    session: SessionReference
    view: SessionStatusView
    skip_reason: str | None = None


class NotifyRequest(BaseModel):
    """Tell somebody outside."""

    session: SessionReference
    event: Event


class CloseSession(BaseModel):
    """The last word on a session and its open children."""

    session: SessionReference
    status: SessionStatus
    reason: str | None = None
