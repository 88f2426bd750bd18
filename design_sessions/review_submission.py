"""What a review comes to, as its model submits it and as the session keeps it."""

from __future__ import annotations

from pydantic import BaseModel, Field, field_validator

from design_sessions.status import ReviewFinding


class ReviewSubmission(BaseModel):
    """The input of ``submit_review``."""

    findings: list[ReviewFinding] = Field(
        description="Every finding, the most severe first; empty if there are none."
    )
    summary: str = Field(description="The state of the designs as a whole, in a few sentences.")

    @field_validator("summary")
    @classmethod
    def _not_blank(cls, summary: str) -> str:
        if not summary.strip():
            raise ValueError("the summary is empty")
        return summary
