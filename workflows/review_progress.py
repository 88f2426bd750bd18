"""What a session does about its review's findings; pure."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ReviewProgress(BaseModel):
    """Where the session is between the review and the pull request."""

    rounds: int = 0
    """How often designs were reopened for what the review found."""
    done: bool = False
    """The review was written: from now on the designs are only compared again."""
    outdated: bool = False
    """Its document does not say yet what a person has waived."""
    asked: dict[str, list[str]] = Field(default_factory=dict)
    """The designs whose revision waits for a person: by module, the findings' identifiers."""
    approved: bool = False
    """A person wants the next revisions."""
    left: str | None = None
    """Why nothing more is revised for findings; None if no person has said so."""
