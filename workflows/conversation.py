"""What the end of a leg means for the attempt: a submission to check, or why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from design_sessions.outcomes import FailureType, LegOutcome
from design_sessions.wording import counted
from workflows.failures import Failure, child_error


@dataclass
class Conversation:
    """A conversation within one attempt: which turn comes next, and how many may still come."""

    number: int
    next_turn: int
    turns_left: int
    """Of the attempt, over all its revisions."""


RunLeg = Callable[[Conversation], Awaitable[LegOutcome]]


async def until_submitted(
    run_leg: RunLeg, conversation: Conversation, *, max_turns: int, what: str
) -> int:
    """Run a leg; returns the number of the turn that submitted.

    Args:
        run_leg: runs the next leg as an activity.
        conversation: changed in place.
        max_turns: turns of this attempt, for the reason.
        what: what the model must submit, for reasons: "a design", "a review".

    Raises:
        ApplicationError: when the model refuses, stops twice without submitting, runs out of
            turns or fills its context window.
        asyncio.CancelledError: the workflow was cancelled.
    """
    if conversation.turns_left <= 0:
        raise _used_up(what, max_turns, "")
    try:
        outcome = await run_leg(conversation)
    except ActivityError as error:
        if workflow.cancellation_reason() is None:
            raise
        # A leg whose worker died never learns of its cancellation: it times out instead.
        raise asyncio.CancelledError from error
    conversation.next_turn = outcome.turn + 1
    conversation.turns_left -= outcome.turns
    detail = f" ({outcome.detail})" if outcome.detail else ""
    match outcome.end:
        case "submitted":
            return outcome.turn
        case "refused":
            raise give_up(FailureType.REFUSED, f"The model refused to write {what}{detail}.")
        case "context_full":
            raise give_up(
                FailureType.CONTEXT_FULL,
                f"The conversation no longer fits the model's window{detail}.",
            )
        case "ended":
            raise give_up(
                FailureType.NOTHING_SUBMITTED,
                f"The model ended its turn without submitting {what}, even after a "
                f"reminder{detail}.",
            )
        case "unusable_calls":
            raise give_up(
                FailureType.UNUSABLE_CALLS,
                f"The same unusable tool call came three times, from the model or a gateway before "
                f"it{detail}.",
            )
        case "turns_used_up":
            raise _used_up(what, max_turns, detail)


def give_up(failure_type: FailureType, reason: str) -> ApplicationError:
    """The error of an attempt that ends without what was asked for."""
    return child_error(Failure(reason=reason, type=failure_type))


def _used_up(what: str, max_turns: int, detail: str) -> ApplicationError:
    return give_up(
        FailureType.TURNS_USED_UP,
        f"The model did not submit {what} that passed within {counted(max_turns, 'turn')}{detail}.",
    )
