"""Conversations with the model: what each began with. Their turns are in the ledger."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from design_sessions.scope import Scope
from design_sessions.store.database.statements import insert_if_absent
from design_sessions.store.database.tables import conversations
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.rows.scoping import check_session
from design_sessions.store.turn_records import Blocks, ConversationRecord


class Conversations(StorePart):
    """One row for each (session record, number)."""

    def open(
        self,
        scope: Scope,
        session_id: UUID,
        *,
        number: int,
        attempt: int,
        reason: str,
        system: Blocks,
        tools: Blocks,
        opening: Blocks,
        model: str,
        commit: str,
    ) -> None:
        """Record how a conversation starts; an existing one is unchanged.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """

        def write(connection: Connection) -> None:
            check_session(connection, scope, session_id)
            row = {
                "session_id": session_id,
                "number": number,
                "attempt": attempt,
                "reason": reason,
                "system": system,
                "tools": tools,
                "opening": opening,
                "model": model,
                "commit": commit,
                "created_at": self._database.clock(),
            }
            insert_if_absent(connection, conversations, row, key=["session_id", "number"])

        self._database.grouped.run(write)

    def get(self, scope: Scope, session_id: UUID, number: int) -> ConversationRecord | None:
        """One conversation of a session; None when it was never opened.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            row = connection.execute(
                _ONE, {"of_session": session_id, "of_number": number}
            ).one_or_none()
            return None if row is None else ConversationRecord(**row._asdict())

    def latest(self, scope: Scope, session_id: UUID) -> ConversationRecord | None:
        """The current conversation; None before the first.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            row = connection.execute(_LATEST, {"of_session": session_id}).one_or_none()
            return None if row is None else ConversationRecord(**row._asdict())


# Made once: SQLAlchemy takes longer to make a statement than to run it.
_OF_SESSION = select(conversations).where(conversations.c.session_id == bindparam("of_session"))
_ONE = _OF_SESSION.where(conversations.c.number == bindparam("of_number"))
_LATEST = _OF_SESSION.order_by(conversations.c.number.desc()).limit(1)
