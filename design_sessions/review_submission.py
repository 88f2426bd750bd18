"""What a review comes to, as its model submits it and as the session keeps it."""

from __future__ import annotations

from pydantic import BaseModel, Field, field_validator

from design_sessions.status import ReviewFinding


class ContradictionDecision(BaseModel):
    """What is to be done about a contradiction that was found without a model."""

    number: int = Field(ge=1, description="Its number in the first message.")
    change: list[str] = Field(
        description="Names of the components whose designs have to change: of two sides the one "
        "that is wrong; none, if it is no contradiction or a person has to decide."
    )
    reason: str = Field(description="Why, in one sentence.")


class ReviewSubmission(BaseModel):
    """The input of ``submit_review``."""

    findings: list[ReviewFinding] = Field(
        description="Every finding, the most severe first; empty if there are none."
    )
    decisions: list[ContradictionDecision] = Field(
        default_factory=list,
        description="One for each numbered contradiction in the first message.",
    )
    summary: str = Field(description="The state of the designs as a whole, in a few sentences.")

    @field_validator("summary")
    @classmethod
    def _not_blank(cls, summary: str) -> str:
        if not summary.strip():
            raise ValueError("the summary is empty")
        return summary
