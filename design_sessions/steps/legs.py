"""A leg of a component's or of the review's conversation, opened from the records."""

from __future__ import annotations

import asyncio

from design_sessions.errors import NotFoundError
from design_sessions.outcomes import LegOutcome
from design_sessions.references import LegReference
from design_sessions.services import Services
from design_sessions.steps.guidance import untold_guidance
from design_sessions.store.records import ComponentRecord
from design_sessions.turns.leg import Leg
from design_sessions.turns.leg import run_leg as run_opened_leg
from design_sessions.turns.ports import Reporter
from design_sessions.turns.turn_request import Transcript


async def run_leg(services: Services, reference: LegReference, reporter: Reporter) -> LegOutcome:
    """Run one leg to its end; see :func:`design_sessions.turns.leg.run_leg`."""
    leg = await asyncio.to_thread(_open, services, reference)
    return await run_opened_leg(services, leg, reporter)


def _open(services: Services, leg: LegReference) -> Leg:
    store, scope = services.store, leg.scope
    with store.reading():
        record = store.sessions.get(scope, leg.session_id)
        conversation = store.conversations.get(scope, leg.session_id, leg.conversation)
        turns = store.ledger.turns_of(scope, leg.session_id, conversation=leg.conversation)
        cost_limit = store.sessions.cost_limit(scope, leg.parent_session_id)
        draft = store.drafts.latest(scope, leg.session_id)
    if conversation is None:
        raise NotFoundError(f"{record.workflow_id} has no conversation {leg.conversation}.")
    return Leg(
        reference=leg,
        component=record.component_module if isinstance(record, ComponentRecord) else None,
        effort=record.agent.effort,
        cost_limit_usd=cost_limit,
        transcript=Transcript(conversation, turns),
        draft=draft,
        snapshot=services.mirrors.get(record.environment.repository).snapshot(conversation.commit),
        untold_guidance=lambda taken: untold_guidance(store, scope, leg.session_id, taken),
    )
