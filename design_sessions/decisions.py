"""What people can decide about a session, and the record of a decision."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _own_words(text: str | None) -> str | None:
    """None for what says nothing, and for the dots in which commands are offered."""
    return text if text is not None and text.strip(" \t\r\n.\N{HORIZONTAL ELLIPSIS}") else None


Guidance = Annotated[str | None, AfterValidator(_own_words)]
"""A person's guidance for the model."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Why a person skips something; shown with it everywhere."""


class _Decision(BaseModel):
    """What every decision may carry; unknown fields are refused so that a typo is noticed."""

    model_config = ConfigDict(extra="forbid")

    by: str | None = None
    """Who decided, for the record; None for the session's user."""


class RetryComponent(_Decision):
    """Retry a component, or give guidance to a running one."""

    component: str = Field(min_length=1)
    guidance: Guidance = None


class SkipComponent(_Decision):
    """Continue without a component."""

    component: str = Field(min_length=1)
    reason: Reason


class AcceptComponent(_Decision):
    """Accept a component's last draft although it is not valid."""

    component: str = Field(min_length=1)
    reason: str | None = None


class _RaisesLimit(_Decision):
    max_cost: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """The session's new cost limit, in USD."""


class RetryFailed(_RaisesLimit):
    """Retry all failed and cancelled components."""

    guidance: Guidance = None


class Recheck(_Decision):
    """Check the branch again, with what people committed to it."""


class RetryStep(_RaisesLimit):
    """Retry the step that waits for a person."""

    guidance: Guidance = None


class SkipReview(_Decision):
    """Continue without a review."""

    reason: Reason


class SkipPullRequest(_Decision):
    """Finish without a pull request."""

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


class DecisionInput(BaseModel):
    """The input of any decision, as it is recorded."""

    component: str | None = None
    reason: str | None = None
    guidance: str | None = None
    max_cost: float | None = None

    @classmethod
    def of(cls, decision: Decision) -> DecisionInput:
        """The input of any decision, without who decided."""
        return cls.model_validate(dict(decision))


class DecisionRecord(BaseModel):
    """One decision of a person, as it is kept in the database."""

    key: str
    """Unique within the session, so that recording it twice changes nothing."""
    at: str
    """UTC, ISO 8601."""
    by: str
    decision: str
    """Name of the signal or update."""
    input: DecisionInput
    guidance_for: list[str] = Field(default_factory=list)
    """Modules whose agent gets ``input.guidance`` at its next turn;
    :data:`design_sessions.record_ids.REVIEW` stands for the review."""
