"""What goes into one turn; what comes out is :class:`design_sessions.outcomes.TurnOutcome`."""

from __future__ import annotations

from pydantic import BaseModel, Field

from design_sessions.agent.tools import ToolAnswer
from design_sessions.decisions import Guidance
from design_sessions.references import TurnReference


class TurnRequest(BaseModel):
    """What one turn says; the files that the tools read come as a snapshot beside it."""

    reference: TurnReference
    component: str | None
    """The component's module; None in a review."""
    model: str
    effort: str = ""
    cost_limit_usd: float | None = None
    guidance: list[Guidance] = Field(default_factory=list)
    """What people say to the agent in this turn."""
    feedback: ToolAnswer | None = None
    """The verdict on the submission in the conversation's last answer."""
