"""Inputs and results of the activities: keys and small outcomes, never a whole document."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from design_sessions.scope import Scope
from design_sessions.session_order import SessionOrder
from design_sessions.status import (
    ReviewFinding,
    SessionStatus,
    SessionStatusView,
    Usage,
)


class Reference(BaseModel):
    """What every activity needs to find its records: scope, database and session record."""

    scope: Scope
    deployment_id: str
    session_id: str
    """UUID of the session record."""


class InitializeRequest(Reference):
    """Check everything, then make the branch and the records."""

    workflow_id: str
    run_id: str
    order: SessionOrder


class Initialized(BaseModel):
    """The session as it begins, and what the person should know."""

    view: SessionStatusView
    notes: list[str] = Field(default_factory=list)


class CreateComponentSessions(Reference):
    """Make one session record for each of these components; ``session_id`` is the parent's."""

    modules: list[str]


class FailedRecord(BaseModel):
    """A component whose session record could not be made."""

    name: str
    module: str
    reason: str


class CreatedComponentSessions(BaseModel):
    """Record ids by module, and what could not be made."""

    created: dict[str, str]
    failed: list[FailedRecord] = Field(default_factory=list)


class CreateReviewSession(Reference):
    """Make the review's session record; ``session_id`` is the parent's."""

    workflow_id: str


class PublishStatus(Reference):
    """Write what has changed of the status view; components not in it stay as they are."""

    view: SessionStatusView
    decisions: list[dict[str, Any]] = Field(default_factory=list)
    look_for_pauses: bool = False
    """Whether Temporal is asked for paused activities as well."""


class PublishedUsage(BaseModel):
    """What the ledger says was used so far."""

    components: dict[str, Usage] = Field(default_factory=dict)
    """By module."""
    turns: dict[str, int] = Field(default_factory=dict)
    """By module."""
    revisions: dict[str, int] = Field(default_factory=dict)
    """By module."""
    total: Usage = Usage()
    paused: list[str] | None = None
    """Workflow ids of component sessions of which somebody has paused an activity; None where
    nobody has looked."""


class ChildEnded(Reference):
    """A child session's attempt has ended; ``session_id`` is the child's."""

    status: SessionStatus
    reason: str | None = None
    failure_type: str | None = None


class ChildRecorded(BaseModel):
    """What a person can do with a child that has ended."""

    drafted: bool
    """Whether there is a draft that can be accepted."""


class StepRecord(Reference):
    """One run of one step."""

    key: str
    step: str
    command: dict[str, Any]
    status: Literal["ok", "warning", "error"]
    output: str


class ValidateComponentSessions(Reference):
    """Hold the records and the branch against each other; ``session_id`` is the parent's."""

    recheck: bool = False
    """Also take valid designs that a person has committed for failed components."""


class ComponentCheck(BaseModel):
    """One component after all children have ended."""

    module: str
    file_present: bool
    done: bool
    """Whether its record says complete."""
    mended: bool = False
    """A recheck found a valid design on the branch."""
    problem: str | None = None
    """What a recheck found wrong with the design on the branch."""


class ComponentSessionsChecked(BaseModel):
    """All components of the context, in the session's order."""

    components: list[ComponentCheck]


class AttemptReference(Reference):
    """One attempt of a child session."""

    attempt: int
    guidance: str | None = None


class BegunDesign(BaseModel):
    """Where an attempt at a component goes on."""

    resume: Literal["kept", "generate", "validate", "finalize"]
    """``kept``: a valid design is there already. ``validate``/``finalize``: an earlier attempt
    left a submission, or a valid draft, that is not paid for again."""
    conversation: int = 1
    next_turn: int = 1


class TurnReference(Reference):
    """One model turn."""

    parent_session_id: str
    attempt: int
    conversation: int
    turn: int


class CheckDraft(TurnReference):
    """Validate what was submitted at a turn."""

    revision: int


class DraftVerdict(BaseModel):
    """How validation of a draft or a review submission ended."""

    valid: bool
    problems: int = 0
    fingerprint: str = ""
    """The same for the same problems, whatever their lines."""
    summary: str = ""
    """The first problems, one line."""
    guidance_waits: bool = False
    """A person's advice came too late for this draft; the next turn takes it."""


class ReviewPlan(BaseModel):
    """Where an attempt at the review goes on."""

    groups: int
    """Groups of designs, each with its own conversation; more than one needs a closing turn."""
    resume: Literal["review", "finalize"] = "review"


class OpenReviewConversation(AttemptReference):
    """Open, or find, one group's conversation; ``group`` equal to ``groups`` is the closing."""

    group: int
    groups: int


class OpenConversation(BaseModel):
    """A conversation to go on with."""

    conversation: int
    next_turn: int
    submitted: bool = False
    """Its result was accepted by an earlier attempt."""


class CommittedReview(BaseModel):
    """The review's findings, after its document was committed."""

    findings: list[ReviewFinding]


class FinishSession(Reference):
    """Open or update the pull request; ``session_id`` is the parent's."""

    skip_reason: str | None = None
    view: SessionStatusView


class FinishedSession(BaseModel):
    """The pull request, or its text where there is no code host."""

    url: str | None = None
    number: int | None = None
    text: str | None = None


NotificationEvent = Literal["needs_person", "complete", "failed", "cancelled"]


class NotifyRequest(Reference):
    """Tell somebody outside; ``session_id`` is the parent's."""

    event: NotificationEvent


class CloseSession(Reference):
    """The last word on a session and its open children."""

    status: SessionStatus
    reason: str | None = None
