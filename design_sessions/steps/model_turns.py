"""One model turn of a component's or a review's conversation.

What the turn says follows from the ledger alone: results of the tools the model called, what
validation said of its last submission, a reminder when it ended without one, and a person's
advice. So the same turn says the same thing whoever runs it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel

from design_sessions.agent import prompts
from design_sessions.errors import NotFoundError
from design_sessions.repository.snapshot import Snapshot
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.steps.guidance import Guidance, mark_taken, pending_guidance
from design_sessions.store.turn_records import Draft
from design_sessions.turns.turn import TurnOutcome, TurnRequest, run_turn


class TurnPlace(BaseModel):
    """Which turn of which conversation."""

    scope: Scope
    session_id: str
    parent_session_id: str
    attempt: int
    conversation: int
    turn: int


Feedback = Callable[[Sequence[Mapping[str, Any]]], str]
"""The words for what validation found."""


class RunTurn(Protocol):
    """Signature that both kinds of turn share."""

    def __call__(
        self,
        services: Services,
        place: TurnPlace,
        *,
        tell: Callable[[str], None],
        should_abort: Callable[[], bool],
    ) -> Awaitable[TurnOutcome]: ...


class _Prepared(BaseModel):
    model_config = {"arbitrary_types_allowed": True}

    request: TurnRequest
    snapshot: Snapshot
    guidance: list[Guidance]


async def run_design_turn(
    services: Services,
    place: TurnPlace,
    *,
    tell: Callable[[str], None],
    should_abort: Callable[[], bool],
) -> TurnOutcome:
    """One turn of a component's conversation.

    Raises:
        DesignSessionError: see :func:`design_sessions.turns.turn.run_turn`.
    """
    return await _run(services, place, prompts.design_feedback, tell, should_abort)


async def run_review_turn(
    services: Services,
    place: TurnPlace,
    *,
    tell: Callable[[str], None],
    should_abort: Callable[[], bool],
) -> TurnOutcome:
    """One turn of a review's conversation.

    Raises:
        DesignSessionError: see :func:`design_sessions.turns.turn.run_turn`.
    """
    return await _run(services, place, prompts.review_feedback, tell, should_abort)


async def _run(
    services: Services,
    place: TurnPlace,
    feedback: Feedback,
    tell: Callable[[str], None],
    should_abort: Callable[[], bool],
) -> TurnOutcome:
    prepared = await asyncio.to_thread(_prepare, services, place, feedback)
    outcome = await run_turn(
        services, prepared.request, prepared.snapshot, tell=tell, should_abort=should_abort
    )
    if prepared.guidance:
        await asyncio.to_thread(
            mark_taken,
            services.store,
            place.scope,
            UUID(place.session_id),
            await asyncio.to_thread(_sent_guidance, services, place, prepared.guidance),
            place.turn,
        )
    return outcome


def _sent_guidance(
    services: Services, place: TurnPlace, guidance: list[Guidance]
) -> list[Guidance]:
    """What the recorded turn really says: an adopted answer may be to an older question."""
    said = "\n".join(
        str(block.get("text", ""))
        for turn in services.store.ledger.turns_of(
            place.scope, UUID(place.session_id), place.conversation
        )
        if turn.turn == place.turn
        for block in turn.request
    )
    return [piece for piece in guidance if prompts.guidance(piece.text) in said]


def _prepare(
    services: Services,
    place: TurnPlace,
    feedback: Feedback,
) -> _Prepared:
    store = services.store
    session_id = UUID(place.session_id)
    record = store.sessions.get(place.scope, session_id)
    conversation = store.conversations.get(place.scope, session_id, place.conversation)
    if conversation is None:
        raise NotFoundError(f"Conversation {place.conversation} of {record.workflow_id} is gone.")
    mirror = services.mirrors.get(record.environment["repository"])
    guidance = pending_guidance(store, place.scope, session_id)
    parent = store.sessions.get(place.scope, UUID(place.parent_session_id))
    draft = _draft_of_last_answer(services, place)
    return _Prepared(
        request=TurnRequest(
            scope=place.scope,
            session_id=session_id,
            parent_session_id=UUID(place.parent_session_id),
            component=record.component_module if record.type == "component_design" else None,
            turn=place.turn,
            conversation=place.conversation,
            attempt=place.attempt,
            model=conversation.model,
            effort=str(record.agent.get("effort", "")),
            cost_limit_usd=parent.state["order"]["limits"]["max_cost"],
            notes=[prompts.guidance(piece.text) for piece in guidance],
            submission_feedback=feedback(draft.problems) if draft is not None else None,
            submission_is_error=draft is not None and bool(draft.problems),
        ),
        snapshot=mirror.snapshot(conversation.commit),
        guidance=guidance,
    )


def _draft_of_last_answer(services: Services, place: TurnPlace) -> Draft | None:
    """What validation said of the submission that the conversation waits for an answer to."""
    session_id = UUID(place.session_id)
    answered = [
        turn.turn
        for turn in services.store.ledger.turns_of(place.scope, session_id, place.conversation)
        if turn.state == "finished" and turn.turn < place.turn
    ]
    draft = services.store.drafts.latest(place.scope, session_id)
    return draft if draft is not None and answered and draft.turn == answered[-1] else None
