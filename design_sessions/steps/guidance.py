"""A person's advice on its way to the agent: kept until a finished turn has taken it."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from design_sessions.scope import Scope
from design_sessions.steps.session_records import GUIDANCE_STEP
from design_sessions.store.store import Store


class Guidance(BaseModel):
    """One piece of advice that no finished turn has taken yet."""

    key: str
    by: str
    text: str


def pending_guidance(store: Store, scope: Scope, session_id: UUID) -> list[Guidance]:
    """Advice that waits, oldest first."""
    return [
        Guidance(
            key=interaction.key,
            by=str(interaction.command.get("by", "")),
            text=str(interaction.command.get("guidance", "")),
        )
        for interaction in store.interactions.all_of(scope, session_id)
        if interaction.step == GUIDANCE_STEP and interaction.result is None
    ]


def mark_taken(
    store: Store, scope: Scope, session_id: UUID, guidance: list[Guidance], turn: int
) -> None:
    """Note the turn that took the advice; idempotent."""
    for piece in guidance:
        store.interactions.record(
            scope,
            session_id,
            key=piece.key,
            step=GUIDANCE_STEP,
            command={"by": piece.by, "guidance": piece.text},
            result={"turn": turn},
            status="ok",
        )
