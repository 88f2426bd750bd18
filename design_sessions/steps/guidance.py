"""A person's guidance on its way to the agent of a component or of the review.

Each piece is an interaction of the session's record, and each turn records the pieces that its
message carries. So what the agent has been told follows from the ledger, whoever ran the turn.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from design_sessions.scope import Scope
from design_sessions.store import Store
from design_sessions.store.turn_records import TurnRecord

GUIDANCE_STEP = "Guidance"
"""Step name of the interaction that stores one piece of guidance."""


class Guidance(NamedTuple):
    """One piece of guidance."""

    key: str
    text: str


def keep_guidance(
    store: Store, scope: Scope, session_id: UUID, *, key: str, by: str, text: str
) -> None:
    """Store guidance for the session's next turn; repeating a key changes nothing."""
    store.interactions.record(
        scope,
        session_id,
        key=key,
        step=GUIDANCE_STEP,
        command={"by": by, "guidance": text},
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
    return [
        Guidance(key=interaction.key, text=str(interaction.command["guidance"]))
        for interaction in store.interactions.all_of(scope, session_id)
        if interaction.step == GUIDANCE_STEP and interaction.key not in told
    ]
