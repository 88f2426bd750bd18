"""What the steps of sessions return, and their activities with them: small, never a document."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from design_sessions.status import (
    PullRequestReference,
    ReviewFinding,
    SessionStatusView,
    Usage,
)


class StartedSession(BaseModel):
    """The session as Initialize leaves it, and what the person should know."""

    view: SessionStatusView
    notes: list[str] = Field(default_factory=list)
    waits: dict[str, list[str]] = Field(default_factory=dict)
    """By module of a component, the modules whose designs come before it."""


class ModelCheck(BaseModel):
    """What a worker finds out of one model without spending anything."""

    model: str
    endpoint: str
    refused: str = ""
    """Why no session could use it; empty if nothing speaks against it."""
    unknown: str = ""
    """Why it is not known whether it is accepted; empty if it is."""


class FailedComponent(BaseModel):
    """A component whose session record could not be made, and why."""

    name: str
    module: str
    reason: str


class CreatedSessions(BaseModel):
    """The records that are there now, by module, and the components without one."""

    created: dict[str, UUID]
    failed: list[FailedComponent] = Field(default_factory=list)


class ComponentUsage(BaseModel):
    """What one component has used so far, in all its attempts."""

    usage: Usage
    turns: int
    revisions: int


class SessionUsage(BaseModel):
    """Usage so far, from the ledger."""

    components: dict[str, ComponentUsage] = Field(default_factory=dict)
    """By module; those whose usage may have changed."""
    total: Usage = Usage()
    paused: list[str] | None = None
    """Workflow ids of component sessions of which somebody has paused an activity; None where
    nobody has looked."""


class CheckedComponent(BaseModel):
    """What records and branch say of one component after all children have ended."""

    module: str
    file_present: bool
    repaired: bool = False
    """A recheck found a valid design on the branch."""
    problem: str | None = None
    """What a recheck found wrong with the design on the branch."""


OutcomeKind = Literal[
    "submitted", "tool_use", "ended", "truncated", "paused", "refused", "context_full"
]
"""What the model's answer means for the conversation."""


LegEnd = Literal["submitted", "ended", "refused", "context_full", "unusable_calls", "turns_used_up"]
"""Why a leg is over. ``ended``: the model stopped without submitting, even after a reminder.
``unusable_calls``: the same call that cannot be carried out came again and again."""


class LegOutcome(BaseModel):
    """How a leg of a conversation ended. What was submitted is in the ledger; see
    :func:`design_sessions.agent.submissions.submission_of`."""

    end: LegEnd
    turn: int
    """The last one."""
    turns: int
    """How many the leg took."""
    detail: str = ""
    """A few words, mostly the model's, where they help to see why; at most 300 characters."""


class FailureType(StrEnum):
    """Why an attempt gave up by itself; beside these, the name of the error that stopped it."""

    REFUSED = "Refused"
    CONTEXT_FULL = "ContextFull"
    NOTHING_SUBMITTED = "NothingSubmitted"
    UNUSABLE_CALLS = "UnusableCalls"
    TURNS_USED_UP = "TurnsUsedUp"
    SAME_PROBLEMS = "SameProblems"
    REVISIONS_USED_UP = "RevisionsUsedUp"


class BegunDesign(BaseModel):
    """Where an attempt at a component resumes."""

    resume: Literal["kept", "accepted", "generate", "validate", "finalize"]
    """``kept``: a valid design is there already; ``accepted``: one that a person accepted in an
    earlier session, although it is not valid. ``validate`` and ``finalize``: an earlier attempt
    left a submission, or a valid draft, that is not paid for again."""
    conversation: int = 1
    next_turn: int = 1
    submitted_turn: int | None = None
    """The turn to validate; only with ``validate``."""


class Verdict(BaseModel):
    """How the validation of a draft or of a submitted review ended."""

    valid: bool
    problems: int = 0
    fingerprint: str = ""
    """The same for the same problems, whatever their lines and order; empty without any."""
    summary: str = ""
    """The first problems, one line."""
    guidance_waits: bool = False
    """A person's advice came too late for this draft; the next turn takes it."""


class Discussed(BaseModel):
    """What was said on the pull request."""

    answered: int = 0
    """Review threads."""
    posted: int = 0
    """Open findings."""
    notices: list[str] = Field(default_factory=list)
    """What could not be said, and why."""


class ReviewPlan(BaseModel):
    """Where an attempt at the review resumes."""

    groups: int
    """Groups of designs, each with its own conversation; more than one needs a closing one."""
    resume: Literal["review", "finalize", "nothing"] = "review"
    """``nothing``: base and branch have the same designs, and a review of them."""


class OpenedConversation(BaseModel):
    """A conversation to continue."""

    conversation: int
    next_turn: int
    submitted: bool = False
    """Its result was accepted by an earlier attempt."""
    submitted_turn: int | None = None
    """A submission of an earlier attempt that was not checked yet."""


class FoundFindings(BaseModel):
    """The findings about a session's designs that are open, after a review or a comparison."""

    findings: list[ReviewFinding]
    """The most severe, as many as a message of Temporal's may hold."""
    more_findings: int = 0
    """Those beyond them, which are in the session's record."""
    on_base: bool = False
    """Nothing was looked at, because the base has all of the branch, and its review if there is to
    be one."""


class Reopening(BaseModel):
    """The designs to revise for findings."""

    findings: dict[str, list[str]]
    """By module of a component to revise, the identifiers of the findings that it is given."""
    left: list[str] = Field(default_factory=list)
    """Names of components that would have to change and are left: a person wrote, changed or
    accepted their design, or there is none."""


class PublishedPullRequest(BaseModel):
    """Where the pull request is; else ``text`` has title, body and the commands to continue."""

    reference: PullRequestReference | None = None
    text: str | None = None
