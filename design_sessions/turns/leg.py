"""One leg of a conversation: turn after turn, until there is something to decide.

What a turn says follows from the ledger alone: results of the tools the model called, what
validation said of its last submission, a reminder when it ended without one, and a person's
advice. So the same turn says the same thing whoever runs it, and a leg that was lost resumes at
the first turn without an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from design_sessions.agent import prompts
from design_sessions.agent.submissions import outcome_kind, tool_uses
from design_sessions.agent.tools import RepositorySnapshot, ToolAnswer
from design_sessions.agent.unusable_calls import repeated_unusable_call
from design_sessions.decisions import Guidance
from design_sessions.endpoint.errors import safe_line
from design_sessions.endpoint.messages import Block
from design_sessions.outcomes import LegEnd, LegOutcome, OutcomeKind
from design_sessions.references import LegReference, TurnReference
from design_sessions.status import Usage
from design_sessions.store.database.transactions import Clock, utc_now
from design_sessions.store.turn_records import Draft, TurnRecord
from design_sessions.turns.claimed_call import PreparedCall
from design_sessions.turns.ports import Reporter, TurnServices
from design_sessions.turns.turn import (
    admitted,
    estimated_tokens,
    output_tokens,
    prepare_turn,
    run_turn,
)
from design_sessions.turns.turn_request import Transcript, TurnRequest

_TOLD = frozenset({"ended", "refused", "paused"})
"""Ends of a turn where the model's own last words help to see why."""


@dataclass(frozen=True)
class Leg:
    """What a leg starts from, read once."""

    reference: LegReference
    component: str | None
    """The component's module; None in a review."""
    effort: str
    cost_limit_usd: float | None
    transcript: Transcript
    draft: Draft | None
    """The session's last submission, with the verdict on it."""
    snapshot: RepositorySnapshot
    """The files at the conversation's commit."""
    untold_guidance: Callable[[list[TurnRecord]], list[Guidance]]
    """Guidance that none of these turns carried; reads the database."""


async def run_leg(
    services: TurnServices, leg: Leg, reporter: Reporter, *, clock: Clock = utc_now
) -> LegOutcome:
    """Take turns until the agent submits, or cannot go on.

    Raises:
        HandedOverError: the leg is to continue elsewhere.
        DesignSessionError: see :func:`design_sessions.turns.turn.run_turn`.
    """
    transcript = leg.transcript
    begun = (each for each in transcript.turns if each.turn >= leg.reference.turn)
    used = sum((each.usage for each in begun), Usage())
    conversation = transcript.conversation
    max_tokens = await output_tokens(services, conversation.model)
    tokens = estimated_tokens(conversation.system, conversation.tools, conversation.opening)
    while (outcome := outcome_of(leg.reference, transcript.turns)) is None:
        reporter.check_hand_over()
        turn = leg.reference.at(_following(leg))
        admission = await admitted(
            services, turn, conversation.model, reporter, input_tokens=tokens
        )
        try:
            guidance = await services.store.soon(partial(leg.untold_guidance, transcript.turns))
            request = _request(leg, turn, guidance)
            prepared = await _prepared(leg, request, max_tokens)
            reporter.show(turn.turn, used)
            record = await run_turn(
                services,
                request,
                prepared,
                admission=admission,
                reporter=reporter,
                show_usage=partial(_show, reporter, turn.turn, used),
                clock=clock,
            )
        finally:
            admission.end()
        if record is not None:
            transcript.take(record)
            used += record.usage
    return outcome


def outcome_of(leg: LegReference, turns: Sequence[TurnRecord]) -> LegOutcome | None:
    """How the leg has ended by these turns of its conversation; None while it goes on."""
    taken = [each for each in turns if each.state == "finished" and each.turn >= leg.turn]
    reminded = False
    answers: list[list[Block]] = []
    for number, record in enumerate(taken, start=1):
        kind = outcome_kind(record.stop_reason, record.response or [])
        end, detail = _end(kind, reminded=reminded), _detail(kind, record)
        if kind == "tool_use":
            answers.append(record.response or [])
            if unusable := repeated_unusable_call(answers):
                end, detail = "unusable_calls", safe_line(unusable).rstrip(".")
        if end is None and number >= leg.most_turns:
            end = "turns_used_up"
        if end is not None:
            return LegOutcome(end=end, turn=record.turn, turns=number, detail=detail)
        reminded = reminded or kind == "ended"
    return None


def _end(kind: OutcomeKind, *, reminded: bool) -> LegEnd | None:
    match kind:
        case "submitted" | "refused" | "context_full":
            return kind
        case "ended":
            return "ended" if reminded else None
        case "tool_use" | "truncated" | "paused":
            return None


def _show(reporter: Reporter, turn: int, before: Usage, of_call: Usage) -> None:
    reporter.show(turn, before + of_call)


def _finished(leg: Leg) -> list[TurnRecord]:
    return [each for each in leg.transcript.turns if each.state == "finished"]


def _following(leg: Leg) -> int:
    return max([leg.reference.turn, *(each.turn + 1 for each in _finished(leg))])


async def _prepared(leg: Leg, request: TurnRequest, max_tokens: int) -> PreparedCall:
    prepare = partial(prepare_turn, request, leg.transcript, leg.snapshot, max_tokens)
    finished = _finished(leg)
    # Only what the agent asked to read blocks, on git.
    if finished and request.feedback is None and tool_uses(finished[-1].response or []):
        return await asyncio.to_thread(prepare)
    return prepare()


def _request(leg: Leg, turn: TurnReference, guidance: list[Guidance]) -> TurnRequest:
    finished = _finished(leg)
    words = prompts.review_feedback if leg.component is None else prompts.design_feedback
    draft = leg.draft if finished and leg.draft and leg.draft.turn == finished[-1].turn else None
    return TurnRequest(
        reference=turn,
        component=leg.component,
        model=leg.transcript.conversation.model,
        effort=leg.effort,
        cost_limit_usd=leg.cost_limit_usd,
        guidance=guidance,
        feedback=None
        if draft is None
        else ToolAnswer(text=words(draft.problems), is_error=bool(draft.problems)),
    )


def _detail(kind: OutcomeKind, record: TurnRecord) -> str:
    if kind == "truncated":
        return (
            f"its last answer was cut off at {record.usage.output_tokens:,} tokens; "
            "DESIGN_MAX_OUTPUT_TOKENS and the model set the maximum"
        )
    words = [
        str(block.get("text") or "")
        for block in record.response or []
        if block.get("type") == "text"
    ]
    return safe_line(words[-1]) if words and kind in _TOLD else ""
