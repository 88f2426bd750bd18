"""One model turn, from the transcript into the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable

from design_sessions.agent import prompts
from design_sessions.agent.conversation import build_messages, next_user_blocks, with_cache_marks
from design_sessions.agent.tools import RepositorySnapshot, run_read_tool
from design_sessions.endpoint.messages import BYTES_PER_TOKEN, Block, ModelRequest
from design_sessions.endpoint.pace import Admission
from design_sessions.references import TurnReference
from design_sessions.status import Usage
from design_sessions.store.database.transactions import Clock
from design_sessions.store.turn_records import TurnRecord
from design_sessions.turns.claimed_call import ClaimedCall, PreparedCall
from design_sessions.turns.ports import Reporter, TurnServices
from design_sessions.turns.turn_request import Transcript, TurnRequest


async def output_tokens(services: TurnServices, model: str) -> int:
    """The most output tokens that a call asks for: the setting, or less where the model gives
    less."""
    asked = services.settings.max_output_tokens
    ceiling = await services.model_client.output_limit(model)
    return asked if ceiling is None else min(asked, ceiling)


async def run_turn(
    services: TurnServices,
    request: TurnRequest,
    prepared: PreparedCall,
    *,
    admission: Admission,
    reporter: Reporter,
    show_usage: Callable[[Usage], None],
    clock: Clock,
) -> TurnRecord | None:
    """Run one turn, or take over its answer if it already exists; returns it finished, or None if
    nothing was sent, since the endpoint has asked all to wait meanwhile.

    Args:
        services: settings, ledger, model, prices and the name of this process.
        request: which turn, and what it says.
        prepared: the call to make for it; see :func:`prepare_turn`.
        admission: lets the call be sent; see :func:`admitted`.
        reporter: what it is told, and asked when this is cancelled: whether the call is to end, or
            to run on and be recorded; see :mod:`design_sessions.turns.running_calls`.
        show_usage: called with the tokens of the call so far.
        clock: the time of errors.

    Raises:
        ModelUnavailableError: try again after ``retry_after`` seconds.
        BudgetReservedError: the same, as calls in progress reserve the limit.
        ModelError, CredentialsError, QuotaError, BudgetError: this turn cannot continue.
        StoreUnavailableError, RepositoryUnavailableError: may pass.
    """
    claimed = ClaimedCall(services, request, admission, reporter, show_usage, clock)
    while True:
        record = await claimed.run(prepared)
        if record is None or record.state == "finished":
            return record
        # Another try holds the claim by now: wait for its answer.


async def admitted(
    services: TurnServices,
    turn: TurnReference,
    model: str,
    reporter: Reporter,
    *,
    input_tokens: int,
) -> Admission:
    """Wait until the endpoint's rate limits let a call of this turn be sent.

    Before the turn is prepared and claimed: so a call that waits reserves no money, and takes up
    what a person says meanwhile.

    Args:
        input_tokens: an estimate for the call.

    Raises:
        HandedOverError: the leg is to continue elsewhere; nothing was sent.
    """
    pace = services.model_client.pace(model)
    with services.limit_waits.of(turn, pace) as noted:

        def on_wait(reason: str) -> None:
            noted()
            reporter.show_wait(turn.turn, reason)

        return await pace.admit(
            input_tokens, on_wait=on_wait, still_wanted=reporter.check_hand_over
        )


def prepare_turn(
    request: TurnRequest, transcript: Transcript, snapshot: RepositorySnapshot, max_tokens: int
) -> PreparedCall:
    """The call of a turn. It reads the files that the agent asked for, and blocks meanwhile.

    Args:
        request: which turn, and what it says.
        transcript: the conversation so far.
        snapshot: the files at the conversation's commit.
        max_tokens: the most output tokens to ask for.
    """
    conversation, turns, turn = transcript.conversation, transcript.turns, request.reference.turn
    user_blocks = next_user_blocks(
        turns,
        turn=turn,
        notes=[prompts.guidance(piece) for piece in request.guidance],
        feedback=request.feedback,
        read=lambda name, arguments: run_read_tool(snapshot, name, arguments),
    )
    opening = conversation.opening
    messages = build_messages(opening, turns, turn=turn, user_blocks=user_blocks)
    system, messages = with_cache_marks(conversation.system, messages, opening=opening)
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
        input_tokens=estimated_tokens(system, conversation.tools, messages),
    )


def estimated_tokens(*parts: list[Block]) -> int:
    """Input tokens of parts of a request, on the high side."""
    return len(json.dumps(parts, ensure_ascii=False).encode()) // BYTES_PER_TOKEN
