"""What people can decide about a session, and the record of a decision."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from design_sessions.review_threads import ReviewThread
from design_sessions.status import ReviewFinding

_PLACEHOLDER = re.compile(
    r"""["'`]*(?:[.\N{HORIZONTAL ELLIPSIS}][.\s\N{HORIZONTAL ELLIPSIS}]*"""
    r"""|TEXT|REASON|GUIDANCE|TODO|TBD|-+|<[\w .-]*>)["'`]*"""
)
"""What stands for a person's words where a command or an input is offered: dots, ``TEXT``,
``<reason>``; and what people write to have written something."""


def own_words(text: str) -> str:
    """A person's words, without white space around them.

    Raises:
        ValueError: they are the placeholder of an offered command, pasted as it is.
    """
    said = text.strip()
    if said and _PLACEHOLDER.fullmatch(said):
        raise ValueError(f"{said!r} is a placeholder; write your own words there")
    return said


def _advice(text: str | None) -> str | None:
    return (own_words(text) or None) if text is not None else None


Advice = Annotated[str | None, AfterValidator(_advice)]
"""A person's guidance for the model, or None."""

Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(own_words)
]
"""Why a person skips something; shown with it everywhere."""


RaisedLimit = Annotated[float, Field(gt=0, allow_inf_nan=False)]
"""A session's new cost limit, in USD."""


class _Decision(BaseModel):
    """What every decision may carry; unknown fields are refused so that a typo is noticed."""

    model_config = ConfigDict(extra="forbid")

    name: ClassVar[str]
    """Of the signal and of the update."""

    by: str | None = None
    """Who decided, for the record; None for the session's user."""


class RetryComponent(_Decision):
    """Retry a component, or give guidance to a running one."""

    name = "retry_component"
    component: str = Field(min_length=1)
    guidance: Advice = None


class SkipComponent(_Decision):
    """Continue without a component."""

    name = "skip_component"
    component: str = Field(min_length=1)
    reason: Reason


class AcceptComponent(_Decision):
    """Accept a component's last draft although it is not valid."""

    name = "accept_component"
    component: str = Field(min_length=1)
    reason: Advice = None


class _RaisesLimit(_Decision):
    max_cost: RaisedLimit | None = None
    """The session's new cost limit, in USD."""


class RetryFailed(_RaisesLimit):
    """Retry all failed and cancelled components."""

    name = "retry_failed"
    guidance: Advice = None


class Recheck(_Decision):
    """Check the branch again, with what people committed to it."""

    name = "recheck"


class RetryStep(_RaisesLimit):
    """Retry the step that waits for a person."""

    name = "retry_step"
    guidance: Advice = None


class SkipReview(_Decision):
    """Continue without a review."""

    name = "skip_review"
    reason: Reason


class SkipPullRequest(_Decision):
    """Finish without a pull request."""

    name = "skip_pull_request"
    reason: Reason


def _identifier(text: str) -> str:
    return text.strip().upper()


class WaiveFinding(_Decision):
    """Leave a finding as it is: nothing is revised for it."""

    name = "waive_finding"
    finding: Annotated[str, Field(min_length=1), AfterValidator(_identifier)]
    """Its identifier."""
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
    | WaiveFinding
)

DECISIONS: dict[str, type[Decision]] = {
    model.name: model
    for model in (
        RetryComponent,
        SkipComponent,
        AcceptComponent,
        RetryFailed,
        Recheck,
        RetryStep,
        SkipReview,
        SkipPullRequest,
        WaiveFinding,
    )
}
"""Every decision by the name of its signal and of its update."""


class DecisionRecord(BaseModel):
    """One decision of a person, as it is kept in the database."""

    key: str
    """Unique within the session, so that recording it twice changes nothing."""
    at: str
    """UTC, ISO 8601."""
    by: str
    name: str
    """Of the signal or update."""
    decision: Decision
    guided: list[str] = Field(default_factory=list)
    """Modules whose agent gets the decision's guidance at its next turn;
    :data:`design_sessions.record_ids.REVIEW` stands for the review."""
    carried: list[str] = Field(default_factory=list)
    """Identifiers of the findings that the agent of :attr:`guided` gets with it."""

    @field_validator("decision", mode="before")
    @classmethod
    def _by_its_name(cls, decision: Any, info: ValidationInfo) -> Any:
        """Two decisions may have the same fields, so JSON is read as what the name says."""
        return DECISIONS[info.data["name"]].model_validate(decision)

    @property
    def guidance(self) -> str | None:
        """What the agents of :attr:`guided` are told."""
        return getattr(self.decision, "guidance", None)

    @property
    def max_cost(self) -> float | None:
        """The session's new cost limit, in USD."""
        return (
            self.decision.max_cost if isinstance(self.decision, RetryFailed | RetryStep) else None
        )


class Guidance(BaseModel, frozen=True):
    """One piece of guidance on its way to an agent."""

    key: str
    """Of its interaction; unique within the agent's session."""
    by: str
    text: str = ""
    findings: list[ReviewFinding] = Field(default_factory=list)
    """Instead of a text."""
    threads: list[ReviewThread] = Field(default_factory=list)
    """What reviewers of the pull request said on the design, beside the text."""
