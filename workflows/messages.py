"""Inputs, results and decisions of the workflows: what enters Temporal's history.

Every message is one pydantic model. None of them holds a document, a transcript or a key:
those live in the database and on the branch, and messages carry what finds them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from activities.messages import Reference
from design_sessions.scope import Scope
from design_sessions.session_order import Limits, SessionOrder
from design_sessions.status import ReviewFinding, SessionStatusView


class ContextDesignRequest(SessionOrder):
    """Starts a context design session."""

    scope: Scope
    deployment_id: str
    """Id of the database the session's records go to; a worker with another one refuses."""
    model_task_queue: str
    """The queue of model calls."""
    search_attributes: bool = True
    """False where the namespace does not know our search attributes."""


class InitializeVerdict(BaseModel):
    """Answer of the update ``initialized``: how Initialize ended."""

    accepted: bool
    error: str | None = None
    """What is wrong and what to do, one line, when not accepted."""
    notes: list[str] = Field(default_factory=list)
    """What the person should know: a branch with a suffix, no price for a model, and the like."""
    view: SessionStatusView | None = None


class SessionResult(BaseModel):
    """What a complete session returns."""

    branch: str
    complete: int
    kept: int
    accepted: int
    skipped: int
    pull_request_url: str | None = None


def _own_words(text: str | None) -> str | None:
    """None for what says nothing, and for the dots in which commands are offered."""
    return text if text is not None and text.strip(" \t\r\n.\N{HORIZONTAL ELLIPSIS}") else None


Guidance = Annotated[str | None, AfterValidator(_own_words)]
"""A person's advice to the model."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Why a person leaves something out; it is shown wherever that is."""


class _Decision(BaseModel):
    """What every decision may carry; unknown fields are refused so that a typo is noticed."""

    model_config = ConfigDict(extra="forbid")

    by: str | None = None
    """Who decided, for the record; None for the session's user."""


class RetryComponent(_Decision):
    """Design a component again, or give a running one guidance."""

    component: str = Field(min_length=1)
    guidance: Guidance = None


class SkipComponent(_Decision):
    """Go on without a component."""

    component: str = Field(min_length=1)
    reason: Reason


class AcceptComponent(_Decision):
    """Take a component's last draft although it is not valid."""

    component: str = Field(min_length=1)
    reason: str | None = None


class _RaisesLimit(_Decision):
    max_cost: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The session's cost limit from now on, in USD."""


class RetryFailed(_RaisesLimit):
    """Design all failed and cancelled components again."""

    guidance: Guidance = None


class Recheck(_Decision):
    """Validate again what a person has committed to the branch."""


class RetryStep(_RaisesLimit):
    """Run the step that waits for a person again."""

    guidance: Guidance = None


class SkipReview(_Decision):
    """Go on without a review."""

    reason: Reason


class SkipPullRequest(_Decision):
    """End without a pull request."""

    reason: Reason


Decision = (
    RetryComponent
    | SkipComponent
    | AcceptComponent
    | RetryFailed
    | Recheck
    | RetryStep
    | SkipReview
    | SkipPullRequest
)

DECISIONS: dict[str, type[Decision]] = {
    "retry_component": RetryComponent,
    "skip_component": SkipComponent,
    "accept_component": AcceptComponent,
    "retry_failed": RetryFailed,
    "recheck": Recheck,
    "retry_step": RetryStep,
    "skip_review": SkipReview,
    "skip_pull_request": SkipPullRequest,
}
"""Every decision by the name of its signal and of its update."""


class DecisionAnswer(BaseModel):
    """What an accepted update returns."""

    message: str
    changed: bool = True
    """False when the decision had been made already."""


class ComponentDesignRequest(Reference):
    """Starts one attempt at one component; ``session_id`` is the component's own record."""

    parent_session_id: str
    module: str
    attempt: int = Field(ge=1)
    limits: Limits
    model_task_queue: str
    search_attributes: bool = True


class ComponentDesignResult(BaseModel):
    """A component session that ended well."""

    outcome: Literal["complete", "kept"]
    revisions: int = 0


class ReviewRequest(Reference):
    """Starts one attempt at the review; ``session_id`` is the review's own record."""

    parent_session_id: str
    attempt: int = Field(ge=1)
    limits: Limits
    guidance: str | None = None
    model_task_queue: str
    search_attributes: bool = True


class ReviewResult(BaseModel):
    """A review that was submitted, accepted and committed."""

    findings: list[ReviewFinding]
