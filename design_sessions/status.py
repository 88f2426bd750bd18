"""What a session reports: the object behind ``status --json``, the query and the live view.

Field names and values are a contract with programs outside this repository.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from design_sessions.scope import Scope

SessionStatus = Literal["active", "complete", "failed", "cancelled"]
ComponentState = Literal[
    "pending", "running", "complete", "kept", "failed", "cancelled", "skipped", "accepted"
]
ReviewState = Literal["pending", "running", "complete", "failed", "cancelled", "skipped"]
Severity = Literal["critical", "major", "minor"]
AttentionKind = Literal[
    "components", "review", "pull_request", "repository", "credentials", "budget", "quota"
]

SETTLED: frozenset[str] = frozenset({"complete", "kept", "skipped", "accepted"})
"""Component states with which a session can continue to its review."""


_SKIPPED = "Skipped: "
_ACCEPTED = "Accepted: "


def skipped_because(reason: str) -> str:
    """The error text of what a person has skipped."""
    return _SKIPPED + reason


def accepted_because(reason: str | None) -> str | None:
    """The error text of what a person has accepted as it is."""
    return _ACCEPTED + reason if reason else None


def reason_given(error: str | None) -> str:
    """A person's own words in the error text of what was skipped or accepted."""
    return (error or "").removeprefix(_SKIPPED).removeprefix(_ACCEPTED)


class Usage(BaseModel):
    """Tokens and estimated cost, summed over all attempts, failed ones too.

    ``input_tokens`` is the uncached part of the input, as the Messages API counts it.
    ``cost_usd`` is an estimate from the price table, None when a model has no price in it.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: float | None = 0.0

    @property
    def total_input_tokens(self) -> int:
        """All that was read, from the cache or not."""
        return self.input_tokens + self.cache_read_tokens + self.cache_write_tokens

    @property
    def total_tokens(self) -> int:
        """All that was read and written."""
        return self.total_input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        unknown = self.cost_usd is None or other.cost_usd is None
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            cost_usd=None if unknown else (self.cost_usd or 0.0) + (other.cost_usd or 0.0),
        )


class ComponentReason(BaseModel):
    """A component that needs a person, and why."""

    component: str
    reason: str


class MissingDesign(BaseModel):
    """A component whose design file is not on the branch, and where it should be."""

    component: str
    path: str


class Action(BaseModel):
    """Something a person can do now, with the command ready to paste."""

    label: str
    command: str
    update: str = ""
    """Name of the update, and of the signal, that does the same."""
    input: dict[str, str | float] = Field(default_factory=dict)
    """The JSON object that goes with it; dots and ``USD`` stand for what the person says."""


class FindingInQuestion(BaseModel):
    """A finding that a person decides on, and whose designs it would change."""

    id: str
    severity: Severity
    components: list[str]
    """Names of the components that would be revised for it."""
    explanation: str


class Attention(BaseModel):
    """What a session shows when it cannot continue without a person."""

    step: str
    kind: AttentionKind
    reason: str
    since: str
    """UTC, ISO 8601."""
    failed: list[ComponentReason] = Field(default_factory=list)
    cancelled: list[ComponentReason] = Field(default_factory=list)
    missing: list[MissingDesign] = Field(default_factory=list)
    findings: list[FindingInQuestion] = Field(default_factory=list)
    actions: list[Action] = Field(default_factory=list)


class ComponentStatus(BaseModel):
    """One component of the context, as the parent session sees it."""

    name: str
    module: str
    type: str
    state: ComponentState = "pending"
    attempt: int = 0
    """Attempts started; 0 before the first."""
    revisions: int = 0
    turns: int = 0
    paused: bool = False
    """Whether somebody has paused its activity in Temporal, as of the last look."""
    design_path: str
    session_id: UUID | None = None
    workflow_id: str | None = None
    error: str | None = None
    started_at: str | None = None
    """When the current attempt began; UTC, ISO 8601."""
    ended_at: str | None = None
    """When the current attempt ended; UTC, ISO 8601."""
    usage: Usage = Field(default_factory=Usage)


class FindingSide(BaseModel):
    """One of the places that a finding is about."""

    path: str = Field(description="The document, from the repository's root.")
    line: int = Field(ge=1, description="The line there, from 1.")
    says: str = Field(description="What stands there, in one line.")


class Waiver(BaseModel):
    """A person's decision that nothing is done about a finding."""

    by: str
    at: str
    """UTC, ISO 8601."""
    reason: str


class ReviewFinding(BaseModel):
    """One structured finding, of the review or of the checks; the descriptions are for the model
    that makes it.

    Identifier and waiver are the session's and people's: the model is not told of them.
    """

    id: SkipJsonSchema[str] = ""
    """What a person types to name it, such as ``F1``; the same in all rounds of a session. Empty
    until the session knows all findings."""
    waived: SkipJsonSchema[Waiver | None] = None
    severity: Severity = Field(
        description="critical: must change before code is written; major: should change; "
        "minor: worth knowing."
    )
    kind: Literal["consistency", "missing_dependency", "integration"] = Field(
        description="consistency: designs contradict each other or the context, or a public API "
        "is unclear; missing_dependency: a dependency is missing, undeclared or circular; "
        "integration: components do not fit where they meet."
    )
    components: list[str] = Field(
        description="Names of the components concerned; empty for the context as a whole."
    )
    about: str = Field(
        default="",
        description="The one function (name/arity) or module that is wrong, as the designs write "
        "it; empty if it is about neither.",
    )
    explanation: str = Field(description="What is wrong, and where it says so.")
    suggestion: str = Field(description="What to change.")
    sides: list[FindingSide] = Field(
        default_factory=list,
        description="Where it stands: both places, where two designs contradict each other.",
    )
    change: list[str] = Field(
        default_factory=list,
        description="Names of the components whose designs have to change. Each is revised once "
        "more with this finding if it is critical or major. Of two sides name the one that is "
        "wrong; none, if a person has to decide.",
    )

    @property
    def concerned(self) -> list[str]:
        """Names of the components that it is about or that have to change for it."""
        return list(dict.fromkeys([*self.components, *self.change]))


class ReviewStatus(BaseModel):
    """The review, as the parent session sees it."""

    state: ReviewState = "pending"
    session_id: UUID | None = None
    workflow_id: str | None = None
    attempt: int = 0
    path: str
    findings: list[ReviewFinding] = Field(default_factory=list)
    """All findings of the session once the review is complete, as programs know them."""
    error: str | None = None


class PullRequestReference(BaseModel):
    """Where the pull request is."""

    url: str
    number: int


class Notice(BaseModel):
    """A signal that changed nothing, or something a person should know, and when."""

    at: str
    message: str


class Agent(BaseModel):
    """The models of a session and where they are asked."""

    endpoint: str
    model: str
    review_model: str
    effort: str


class Environment(BaseModel):
    """Repository, base, branch and layout of a session."""

    repository: str
    base_commit: str
    branch: str
    layout: str
    context_path: str


class SessionStatusView(BaseModel):
    """One whole session. ``attention`` is None unless it cannot continue without a person."""

    id: str
    session_id: UUID
    run_id: str | None = None
    """Of the workflow in Temporal: sessions of one context share its id."""
    scope: Scope
    context: str
    step: str
    status: SessionStatus = "active"
    attention: Attention | None = None
    components: list[ComponentStatus] = Field(default_factory=list)
    review: ReviewStatus | None = None
    findings: list[ReviewFinding] = Field(default_factory=list)
    """Those of the review and of the checks that are not fixed; of the checks alone without a
    review. Waived ones are among them."""
    more_findings: int = Field(default=0, exclude_if=lambda number: number == 0)
    """Those that the workflow's own view has no room for; a report has them all."""
    agent: Agent
    environment: Environment
    branch: str
    base_commit: str
    pull_request: PullRequestReference | None = None
    pull_request_text: str | None = None
    """Without a code host: title, blank line, body, to open the pull request by hand."""
    error: str | None = None
    """Why the session failed; None otherwise."""
    waits_for: str | None = None
    """What model calls wait for while the endpoint's rate limit is what holds the session."""
    notices: list[Notice] = Field(default_factory=list)
    usage: Usage = Field(default_factory=Usage)
    created_at: str | None = None
    ended_at: str | None = None

    @property
    def is_reviewed(self) -> bool:
        """Whether the designs were reviewed together."""
        return self.review is not None and self.review.state == "complete"

    def show_findings(self, findings: list[ReviewFinding], *, more: int = 0) -> None:
        """Show these findings; those of a session that is reviewed with its review as well.

        Args:
            findings: the most severe first.
            more: how many there are beside these.
        """
        self.findings, self.more_findings = findings, more
        if self.review is not None and self.is_reviewed:
            self.review.findings = findings

    def component_named(self, wanted: str) -> ComponentStatus | None:
        """The component a person means: a module, a name, or a last segment that is unique."""
        # Elixir itself writes a module in full with its own name in front.
        name = wanted.strip().removeprefix("Elixir.")
        for component in self.components:
            if name in (component.module, component.name):
                return component
        endings = [c for c in self.components if c.module.endswith(f".{name}")]
        return endings[0] if len(endings) == 1 else None
