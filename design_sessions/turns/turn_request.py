"""What goes into one turn; what comes out is :class:`design_sessions.outcomes.TurnOutcome`."""

from __future__ import annotations

from pydantic import BaseModel, Field

from design_sessions.agent.tools import ToolAnswer
from design_sessions.references import TurnReference


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
    feedback: ToolAnswer | None = None
    """The verdict on the submission in the conversation's last answer."""
