"""What goes into one turn; what comes out is the ledger's record of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from design_sessions.agent.tools import ToolAnswer
from design_sessions.decisions import Guidance
from design_sessions.references import TurnReference
from design_sessions.store.turn_records import ConversationRecord, TurnRecord


@dataclass
class Transcript:
    """A conversation as the ledger has it, in memory while a leg runs."""

    conversation: ConversationRecord
    turns: list[TurnRecord] = field(default_factory=list)
    """Of this conversation, in order."""

    def take(self, record: TurnRecord) -> None:
        """Add a turn, in place of what was known of it."""
        self.turns = [each for each in self.turns if each.turn != record.turn] + [record]


@dataclass(frozen=True)
class TurnRequest:
    """What one turn says; the files that the tools read come as a snapshot beside it."""

    reference: TurnReference
    component: str | None
    """The component's module; None in a review."""
    model: str
    effort: str = ""
    cost_limit_usd: float | None = None
    """As it is known; a call that does not fit under it asks again."""
    guidance: list[Guidance] = field(default_factory=list)
    """What people say to the agent in this turn."""
    feedback: ToolAnswer | None = None
    """The verdict on the submission in the conversation's last answer."""
