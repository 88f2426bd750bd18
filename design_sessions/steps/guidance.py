"""A person's guidance on its way to the agent of a component or of the review.

Each piece is an interaction of the session's record, and each turn records the pieces that its
message carries. So what the agent has been told follows from the ledger, whoever ran the turn.
"""

from __future__ import annotations

from uuid import UUID

from design_sessions.decisions import Guidance
from design_sessions.scope import Scope
from design_sessions.store import Store
from design_sessions.store.turn_records import TurnRecord

GUIDANCE_STEP = "Guidance"
"""Step name of the interaction that stores one piece of guidance."""


def keep_guidance(store: Store, scope: Scope, session_id: UUID, guidance: Guidance) -> None:
    """Store guidance for the session's next turn; repeating a key changes nothing."""
    store.interactions.record(
        scope,
        session_id,
        key=guidance.key,
        step=GUIDANCE_STEP,
        command=guidance.model_dump(exclude={"key"}),
        result=None,
        status=None,
    )


def untold_guidance(
    store: Store, scope: Scope, session_id: UUID, turns: list[TurnRecord]
) -> list[Guidance]:
    """Guidance that none of these turns has sent and had answered, oldest first.

    Args:
        turns: all turns of the session, for what nobody was told yet; or those of one
            conversation, since one that replaces another does not know what that one was told,
            nor does one group of the review know what another was.
    """
    told = {key for turn in turns if turn.state == "finished" for key in turn.guidance}
    return [piece for piece in all_guidance(store, scope, session_id) if piece.key not in told]


def all_guidance(store: Store, scope: Scope, session_id: UUID) -> list[Guidance]:
    """All guidance for a session, told or not, oldest first."""
    return [
        Guidance.model_validate({"key": interaction.key, **interaction.command})
        for interaction in store.interactions.of_step(scope, session_id, GUIDANCE_STEP)
    ]
