"""What a person orders when a session is started."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

OnFailure = Literal["wait", "skip", "fail"]


class Limits(BaseModel):
    """Bounds of a session."""

    max_parallel: int = Field(default=8, ge=1, le=500)
    """Component sessions running at once."""
    max_revisions: int = Field(default=3, ge=0, le=100)
    """Revisions of one component in one attempt."""
    max_turns: int = Field(default=20, ge=1, le=1000)
    """Model turns of one component in one attempt; the review has as many for each group."""
    max_cost: float | None = Field(default=25.0, ge=0)
    """USD for the whole session, all attempts and the review; None for no limit."""


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
    base: str | None = None
    """Commit, tag or branch; None for the remote's default branch."""
    branch: str | None = None
    """None for the branch that follows from the context's name."""
    regenerate: bool = False
    """Replace designs that exist already instead of keeping the valid ones."""
    model: str | None = None
    """None for the worker's ``DESIGN_MODEL``."""
    review_model: str | None = None
    """None for the worker's ``DESIGN_REVIEW_MODEL``."""
    limits: Limits = Limits()
    on_failure: OnFailure = "wait"
    review: bool = True
