"""One model turn, from the ledger and back into it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime

from design_sessions.agent import prompts
from design_sessions.agent.conversation import build_messages, next_user_blocks, with_cache_marks
from design_sessions.agent.submissions import outcome_kind
from design_sessions.agent.tools import RepositorySnapshot, run_read_tool
from design_sessions.endpoint.errors import safe_line
from design_sessions.endpoint.messages import ModelRequest
from design_sessions.errors import NotFoundError
from design_sessions.outcomes import OutcomeKind, TurnOutcome
from design_sessions.store.turn_records import TurnRecord
from design_sessions.turns.claimed_call import ClaimedCall, PreparedCall
from design_sessions.turns.ports import TurnServices
from design_sessions.turns.turn_request import TurnRequest

_BYTES_PER_TOKEN = 3
"""A cautious estimate: English and code have more, Chinese about as many."""


def _never() -> bool:
    return False


def _to_nobody(_: str) -> None:
    return None


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def run_turn(
    services: TurnServices,
    request: TurnRequest,
    snapshot: RepositorySnapshot,
    *,
    tell: Callable[[str], None] = _to_nobody,
    should_abort: Callable[[], bool] = _never,
    clock: Callable[[], datetime] = _utc_now,
) -> TurnOutcome:
    """Run one turn, or take over its answer if it already exists.

    Args:
        services: settings, ledger, model, prices and the name of this process.
        request: which turn, and what it says.
        snapshot: the files at the conversation's commit.
        tell: called with what prevents recording an answer; an empty text when nothing does.
        should_abort: asked when this is cancelled: True ends the call and gives up the claim,
            False lets it run on and be recorded; see :mod:`design_sessions.turns.running_calls`.
        clock: the time of errors.

    Raises:
        ModelUnavailableError: try again after ``retry_after`` seconds.
        BudgetReservedError: the same, as calls in progress reserve the limit.
        ModelError, CredentialsError, QuotaError, BudgetError: this turn cannot continue.
        StoreUnavailableError, RepositoryUnavailableError: may pass.
    """
    claimed = ClaimedCall(services, request, tell, should_abort, clock)
    ceiling = await services.model_client.output_limit(request.model)
    asked = services.settings.max_output_tokens
    max_tokens = asked if ceiling is None else min(asked, ceiling)
    while True:
        prepared = await asyncio.to_thread(_prepare, services, request, snapshot, max_tokens)
        record = prepared if isinstance(prepared, TurnRecord) else await claimed.run(prepared)
        if record.state == "finished":
            return _outcome(record)
        # Another try holds the claim by now: wait for its answer.


def _prepare(
    services: TurnServices,
    request: TurnRequest,
    snapshot: RepositorySnapshot,
    max_tokens: int,
) -> PreparedCall | TurnRecord:
    reference, store = request.reference, services.store
    conversation = store.conversations.get(
        reference.scope, reference.session_id, reference.conversation
    )
    if conversation is None:
        raise NotFoundError(f"This session has no conversation {reference.conversation}.")
    turns = store.ledger.turns_of(
        reference.scope, reference.session_id, conversation=reference.conversation
    )
    for recorded_turn in turns:
        if recorded_turn.turn == reference.turn and recorded_turn.state == "finished":
            return recorded_turn
    user_blocks = next_user_blocks(
        turns,
        turn=reference.turn,
        opening=conversation.opening,
        notes=[prompts.guidance(piece.text) for piece in request.guidance],
        feedback=request.feedback,
        read=lambda name, arguments: run_read_tool(snapshot, name, arguments),
    )
    system, messages = with_cache_marks(
        conversation.system, build_messages(turns, turn=reference.turn, user_blocks=user_blocks)
    )
    size = len(json.dumps([system, conversation.tools, messages], ensure_ascii=False).encode())
    return PreparedCall(
        user_blocks=user_blocks,
        model_request=ModelRequest(
            model=request.model,
            system=system,
            tools=conversation.tools,
            messages=messages,
            max_tokens=max_tokens,
            effort=request.effort,
        ),
        input_tokens=size // _BYTES_PER_TOKEN,
    )


def _outcome(record: TurnRecord) -> TurnOutcome:
    response = record.response or []
    kind = outcome_kind(record.stop_reason, response)
    return TurnOutcome(
        kind=kind,
        turn=record.turn,
        usage=record.usage,
        stop_reason=record.stop_reason,
        detail=_detail(kind, record),
    )


def _detail(kind: OutcomeKind, record: TurnRecord) -> str:
    if kind == "truncated":
        return (
            f"its last answer was cut off at {record.usage.output_tokens:,} tokens; "
            "DESIGN_MAX_OUTPUT_TOKENS and the model set the maximum"
        )
    response = record.response or []
    words = [str(block.get("text") or "") for block in response if block.get("type") == "text"]
    return safe_line(words[-1]) if words and kind in ("ended", "refused", "paused") else ""
