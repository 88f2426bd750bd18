"""What goes into one turn and what comes out of it; both small."""

from __future__ import annotations

from pydantic import BaseModel, Field

from design_sessions.agent.submissions import OutcomeKind
from design_sessions.references import TurnReference
from design_sessions.status import Usage


class TurnRequest(BaseModel):
    """What one turn says; the files that the tools read come as a snapshot beside it."""

    reference: TurnReference
    component: str | None
    """The component's module; None in a review."""
    model: str
    effort: str = ""
    cost_limit_usd: float | None = None
    notes: list[str] = Field(default_factory=list)
    """Texts to add to the user message, such as a person's guidance."""
    guidance: list[str] = Field(default_factory=list)
    """Keys of the interactions whose guidance the notes carry."""
    submission_feedback: str | None = None
    """The verdict on the submission in the conversation's last answer."""
    submission_is_error: bool = False


class TurnOutcome(BaseModel):
    """How a turn ended. What was submitted is in the ledger; see
    :func:`design_sessions.agent.submissions.submission_of`."""

    kind: OutcomeKind
    turn: int
    usage: Usage
    stop_reason: str | None = None
    detail: str = ""
    """A few words of the model's, where they help to see why; at most 300 characters."""
