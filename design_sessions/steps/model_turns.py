"""One model turn of a component's or a review's conversation.

What the turn says follows from the ledger alone: results of the tools the model called, what
validation said of its last submission, a reminder when it ended without one, and a person's
advice. So the same turn says the same thing whoever runs it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from design_sessions.agent import prompts
from design_sessions.agent.tools import ToolAnswer
from design_sessions.errors import NotFoundError
from design_sessions.outcomes import TurnOutcome
from design_sessions.references import TurnReference
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.services import Services
from design_sessions.steps.guidance import untold_guidance
from design_sessions.store.records import ComponentRecord
from design_sessions.store.turn_records import Draft, TurnRecord
from design_sessions.turns.turn import run_turn
from design_sessions.turns.turn_request import TurnRequest


class _Prepared(NamedTuple):
    request: TurnRequest
    snapshot: Snapshot


async def run_model_turn(
    services: Services,
    turn: TurnReference,
    *,
    tell: Callable[[str], None],
    should_abort: Callable[[], bool],
) -> TurnOutcome:
    """One turn of a component's or a review's conversation.

    Raises:
        DesignSessionError: see :func:`design_sessions.turns.turn.run_turn`.
    """
    prepared = await asyncio.to_thread(_prepare, services, turn)
    return await run_turn(
        services, prepared.request, prepared.snapshot, tell=tell, should_abort=should_abort
    )


def _prepare(services: Services, turn: TurnReference) -> _Prepared:
    store = services.store
    record = store.sessions.get(turn.scope, turn.session_id)
    parent = store.sessions.parent(turn.scope, turn.parent_session_id)
    conversation = store.conversations.get(turn.scope, turn.session_id, turn.conversation)
    if conversation is None:
        raise NotFoundError(f"{record.workflow_id} has no conversation {turn.conversation}.")
    turns = store.ledger.turns_of(turn.scope, turn.session_id, conversation=turn.conversation)
    guidance = untold_guidance(store, turn.scope, turn.session_id, turns)
    draft = _draft_of_last_answer(services, turn, turns)
    component = record.component_module if isinstance(record, ComponentRecord) else None
    words = prompts.review_feedback if component is None else prompts.design_feedback
    return _Prepared(
        request=TurnRequest(
            reference=turn,
            component=component,
            model=conversation.model,
            effort=record.agent.effort,
            cost_limit_usd=parent.state.order.limits.max_cost,
            guidance=guidance,
            feedback=None
            if draft is None
            else ToolAnswer(text=words(draft.problems), is_error=bool(draft.problems)),
        ),
        snapshot=services.mirrors.get(record.environment.repository).snapshot(conversation.commit),
    )


def _draft_of_last_answer(
    services: Services, turn: TurnReference, turns: list[TurnRecord]
) -> Draft | None:
    """What validation said of the submission that the conversation waits for an answer to."""
    answered = [each.turn for each in turns if each.state == "finished" and each.turn < turn.turn]
    draft = services.store.drafts.latest(turn.scope, turn.session_id)
    return draft if draft is not None and answered and draft.turn == answered[-1] else None
