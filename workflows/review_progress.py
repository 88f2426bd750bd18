"""What a session does about findings; pure."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ReviewProgress(BaseModel):
    """Where the session is between its designs and the pull request, with a review or without."""

    rounds: int = 0
    """How often designs were reopened for what the review or the checks found."""
    done: bool = False
    """The findings are known: from now on the designs are only compared again."""
    outdated: bool = False
    """The review's document does not say yet what a person has waived."""
    asked: dict[str, list[str]] = Field(default_factory=dict)
    """The designs whose revision waits for a person: by module, the findings' identifiers."""
    approved: bool = False
    """A person wants the next revisions."""
    left: str | None = None
    """Why nothing more is revised for findings; None if no person has said so."""
