"""A conversation with the model until it submits: one activity per turn, bounded.

What a turn says follows from the ledger (results of tools, validation problems, a reminder to
submit, guidance), so only its number is passed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import BaseModel
from temporalio import workflow
from temporalio.exceptions import ActivityError

from design_sessions.outcomes import TurnOutcome
from design_sessions.wording import counted
from workflows.failures import Failure, child_error

RunTurn = Callable[[int], Awaitable[TurnOutcome]]


class ConversationProgress(BaseModel):
    """How far a conversation has come within one attempt."""

    next_turn: int
    turns: int = 0
    """Turns taken in this attempt."""
    reminded: bool = False
    """Whether the model was reminded to submit."""


async def until_submitted(
    run_turn: RunTurn, progress: ConversationProgress, *, max_turns: int, what: str
) -> int:
    """Take turns until the model submits; returns the number of the turn that did.

    Args:
        run_turn: takes the next turn's number and runs it as an activity.
        progress: changed in place.
        max_turns: turns of this attempt, over all revisions.
        what: what the model must submit, for reasons: "a design", "a review".

    Raises:
        ApplicationError: when the model refuses, stops twice without submitting, runs out of
            turns or fills its context window.
        asyncio.CancelledError: the workflow was cancelled.
    """
    detail = ""
    while progress.turns < max_turns:
        turn = progress.next_turn
        try:
            outcome = await run_turn(turn)
        except ActivityError as error:
            if workflow.cancellation_reason() is None:
                raise
            # A turn whose worker died never learns of its cancellation: it times out instead.
            raise asyncio.CancelledError from error
        progress.next_turn += 1
        progress.turns += 1
        detail = f" ({outcome.detail})" if outcome.detail else ""
        match outcome.kind:
            case "submitted":
                progress.reminded = False
                return turn
            case "refused":
                raise child_error(
                    Failure(reason=f"The model refused to write {what}{detail}.", type="Refused")
                )
            case "context_full":
                raise child_error(
                    Failure(
                        reason=f"The conversation no longer fits the model's window{detail}.",
                        type="ContextFull",
                    )
                )
            case "ended":
                if progress.reminded:
                    raise child_error(
                        Failure(
                            reason="The model ended its turn without submitting "
                            f"{what}, even after a reminder{detail}.",
                            type="NothingSubmitted",
                        )
                    )
                progress.reminded = True
            case "tool_use" | "truncated" | "paused":
                pass
    raise child_error(
        Failure(
            reason=f"The model did not submit {what} that passed within "
            f"{counted(max_turns, 'turn')}{detail}.",
            type="TurnsUsedUp",
        )
    )
