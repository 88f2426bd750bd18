"""What a person requests when starting a session."""

from __future__ import annotations

from math import inf
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from design_sessions.design_order import DesignOrder

OnFailure = Literal["wait", "skip", "fail"]

WIDEST = 500
"""Component sessions that one workflow runs at once."""
Parallel = Annotated[int, Field(ge=1, le=WIDEST)]
Revisions = Annotated[int, Field(ge=0, le=100)]
Turns = Annotated[int, Field(ge=1, le=1000)]
ReviewRounds = Annotated[int, Field(ge=0, le=10)]


class Limits(BaseModel):
    """Bounds of a session."""

    max_parallel: Parallel = WIDEST
    """The most component sessions at once. How many of their calls are under way follows from the
    endpoint."""
    max_revisions: Revisions = 3
    """Revisions of one component in one attempt."""
    max_turns: Turns = 20
    """Model turns of one component in one attempt; the review has as many for each group."""
    max_review_rounds: ReviewRounds = 1
    """How often designs are revised for what the review or the checks found; 0 for never."""
    review_gate: bool = False
    """Whether each of these revisions waits for a person."""
    max_cost: float | None = Field(default=25.0, ge=0)
    """USD for the whole session, all attempts and the review; None for no limit."""


NoLimit = Literal["none"]


def read_cost(value: object) -> float | NoLimit | None:
    """An amount of USD as a person writes it; ``none`` means no limit.

    Raises:
        ValueError: it is neither; the error says what was expected.
    """
    if value is None:
        return None
    if value == "none":
        return "none"
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf:
        return float(value)
    raise ValueError('expected an amount of USD from 0, or "none" for no limit')


CostLimit = Annotated[float | NoLimit | None, BeforeValidator(read_cost)]
"""A limit for a session's cost in USD, as a person writes it; None where nobody has."""


class ChosenLimits(BaseModel):
    """Limits that somebody chose; None leaves one to the next source."""

    model_config = ConfigDict(extra="forbid", strict=True)

    max_parallel: Parallel | None = None
    max_revisions: Revisions | None = None
    max_turns: Turns | None = None
    max_review_rounds: ReviewRounds | None = None
    review_gate: bool | None = None
    max_cost: CostLimit = None


def limits_of(*choices: ChosenLimits) -> Limits:
    """Each limit from the first source that sets it, else the default."""
    chosen: dict[str, object] = {}
    for choice in reversed(choices):
        chosen |= choice.model_dump(exclude_none=True)
    if chosen.get("max_cost") == "none":
        chosen["max_cost"] = None
    return Limits.model_validate(chosen)


class SessionOrder(BaseModel):
    """Which context to design, from where, with which models and within which limits."""

    repository: str
    """The remote: a URL, or an absolute path that the workers see."""
    checkout: str | None = None
    """The absolute path of the user's repository when ``start`` was given a path."""
    context: str
    """Module of the context, or the path of its document in the repository."""
    context_module: str
    project_module: str | None = None
    """None for the project's own, else the first segment of the context's module."""
    base: str | None = None
    """Commit, tag or branch; None for the remote's default branch."""
    branch: str | None = None
    """None for the branch that follows from the context's name."""
    regenerate: bool = False
    """Replace designs that exist already instead of keeping the valid ones."""
    replace_hand_written: bool = False
    """A person has confirmed that this is to replace designs that people wrote as well."""
    only: list[str] = Field(default_factory=list)
    """Names or modules of the components to design; empty for all."""
    redo: str | None = None
    """What the agents of the chosen components are told, whose designs are then revised although
    they are valid; None for designs as they are needed."""
    threads: list[str] = Field(default_factory=list)
    """GitHub's ids of the review threads of the pull request that the agents of the chosen
    components are given, and that are answered at the end."""
    design_order: DesignOrder = "parallel"
    """``dependencies`` starts a component when the designs that it depends on are on the branch."""
    model: str | None = None
    """None for the project's own, else the worker's ``DESIGN_MODEL``."""
    review_model: str | None = None
    """None for the project's own, else the worker's ``DESIGN_REVIEW_MODEL``."""
    limits: Limits = Limits()
    on_failure: OnFailure = "wait"
    wait_limit: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Seconds that a session waits for a person before it ends as failed; None waits forever."""
    review: bool = True
    pr_comments: bool = False
    """Whether open findings are posted as comments on the pull request."""

    @property
    def discusses(self) -> bool:
        """Whether anything is to be said on the pull request beside its description."""
        return self.pr_comments or bool(self.threads)
