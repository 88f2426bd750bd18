"""What the ledger of model turns gives back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from design_sessions.design_document.problems import DesignProblem
from design_sessions.status import Usage

TurnState = Literal["claimed", "finished", "failed", "released"]
"""``failed``: the last call ended in an error; ``released``: given up on request, nothing recorded.
Either may be claimed again."""

Blocks = list[dict[str, Any]]
"""Content blocks of the Messages API, exactly as sent or received."""


class TurnRecord(BaseModel):
    """One row of the ledger."""

    session_id: UUID
    turn: int
    conversation: int
    attempt: int
    state: TurnState
    owner: str
    """Who claimed it last, or whose answer was recorded."""
    lease_until: datetime | None = None
    request: Blocks
    """The new content blocks of the user message of this turn; the conversation's opening, which
    stands before those of its first turn, is in its own record."""
    guidance: list[str] = Field(default_factory=list)
    """Keys of the interactions whose guidance the user message carries."""
    response: Blocks | None = None
    stop_reason: str | None = None
    model: str | None = None
    usage: Usage = Field(default_factory=Usage)
    """All known calls for this turn, including those that failed or lost a race."""
    request_id: str | None = None
    error: str | None = None
    """The last error, kept after a later success for whoever reads the log."""
    error_count: int = 0
    """Consecutive errors of this attempt."""
    lost_count: int = 0
    """How often a call of this attempt was lost with its process: neither an answer nor an error
    was recorded before its lease ended."""
    first_error_at: datetime | None = None
    started_at: datetime
    finished_at: datetime | None = None


class ClaimResult(BaseModel):
    """The answer to a claim.

    ``granted``: make the call; ``record`` is the claimed row, with the errors so far.
    ``finished``: the answer already exists, in ``record``; its attempt may be an earlier one.
    ``held``: another attempt's call is in progress; ``record`` says until when its
    lease lasts.
    ``lost``: the call was lost too often to be made once more; ``record`` says how often.
    ``over_budget``: the reservation does not fit under the limit; see :attr:`waiting_helps`.
    """

    outcome: Literal["granted", "finished", "held", "lost", "over_budget"]
    record: TurnRecord | None = None
    spent_usd: float = 0.0
    """Estimated cost of all calls of the session's tree so far; with ``over_budget`` only."""
    reserved_usd: float = 0.0
    """What live claims of other turns hold; with ``over_budget`` only."""
    requested_usd: float = 0.0
    limit_usd: float | None = None

    @property
    def waiting_helps(self) -> bool:
        """Over budget only because others hold reservations, which may turn out too high."""
        return (
            self.outcome == "over_budget"
            and self.limit_usd is not None
            and self.spent_usd + self.requested_usd <= self.limit_usd
        )


class ConversationRecord(BaseModel):
    """One conversation of a session; a broken transcript is replaced by the next number."""

    session_id: UUID
    number: int
    attempt: int
    """The attempt that opened it."""
    reason: str
    """Why it was opened."""
    system: Blocks
    tools: Blocks
    opening: Blocks
    """Content blocks of the first user message."""
    model: str
    commit: str
    """The commit that the read tools read."""
    created_at: datetime


class Draft(BaseModel):
    """A document as the model submitted it, with what validation found."""

    session_id: UUID
    turn: int
    attempt: int
    revision: int
    text: str
    problems: list[DesignProblem]
    """Empty for a valid document."""
    created_at: datetime
