"""What finds a session, an attempt or a turn: small keys that travel between workflows,
activities and steps, while the records themselves stay in the database.
"""

from __future__ import annotations

from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from design_sessions.scope import Scope


class SessionReference(BaseModel):
    """One session record: a parent's, a component's or a review's."""

    model_config = ConfigDict(frozen=True)

    scope: Scope
    deployment_id: str
    """Id of the database that has the record."""
    session_id: UUID


class AttemptReference(SessionReference):
    """One attempt of a component's or a review's session."""

    parent_session_id: UUID
    """The record of the session that started it, whose tree shares one cost limit."""
    attempt: int
    """From 1; each attempt is a workflow of its own."""
    workflow_id: str

    @classmethod
    def of(
        cls, parent: SessionReference, session_id: UUID, *, attempt: int, workflow_id: str
    ) -> Self:
        """An attempt at a child of ``parent``."""
        return cls(
            scope=parent.scope,
            deployment_id=parent.deployment_id,
            session_id=session_id,
            parent_session_id=parent.session_id,
            attempt=attempt,
            workflow_id=workflow_id,
        )

    @property
    def parent(self) -> SessionReference:
        """The session that started it."""
        return SessionReference(
            scope=self.scope,
            deployment_id=self.deployment_id,
            session_id=self.parent_session_id,
        )

    def at_turn(self, turn: int, *, conversation: int) -> TurnReference:
        """A turn of this attempt."""
        keys = {name: getattr(self, name) for name in AttemptReference.model_fields}
        return TurnReference(**keys, conversation=conversation, turn=turn)

    def leg(self, turn: int, *, conversation: int, most_turns: int) -> LegReference:
        """A leg of this attempt that begins with ``turn``."""
        first = self.at_turn(turn, conversation=conversation)
        return LegReference(**dict(first), most_turns=most_turns)


class TurnReference(AttemptReference):
    """One model turn. Turns count from 1 within a session record, and on over its attempts."""

    conversation: int
    """Number of the conversation that the turn belongs to, from 1 within the record."""
    turn: int


class LegReference(TurnReference):
    """The turns of a conversation from ``turn`` on, up to what the workflow decides next."""

    most_turns: int

    def at(self, turn: int) -> TurnReference:
        """One of its turns."""
        return self.at_turn(turn, conversation=self.conversation)
