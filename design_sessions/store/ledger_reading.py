"""Reading the ledger of model turns."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, or_, select

from design_sessions.scope import Scope
from design_sessions.status import Usage
from design_sessions.store.database import StorePart
from design_sessions.store.scoping import require_session
from design_sessions.store.tables import sessions, turns
from design_sessions.store.turn_records import TurnRecord
from design_sessions.store.turn_rows import turn_record
from design_sessions.store.usage import summed_usage, usage_sums


class LedgerReading(StorePart):
    """The turns of a session, their number and their sum."""

    def turns_of(
        self, scope: Scope, session_id: UUID, conversation: int | None = None
    ) -> list[TurnRecord]:
        """All turns of a session, or of one of its conversations, in order.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        statement = select(turns).where(turns.c.session_id == session_id).order_by(turns.c.turn)
        if conversation is not None:
            statement = statement.where(turns.c.conversation == conversation)
        with self._database.read() as connection:
            require_session(connection, scope, session_id)
            return [turn_record(row) for row in connection.execute(statement)]

    def next_turn(self, scope: Scope, session_id: UUID) -> int:
        """The number of the first turn without an answer; numbers count on over attempts.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        statement = select(func.coalesce(func.max(turns.c.turn), 0) + 1).where(
            turns.c.session_id == session_id, turns.c.state == "finished"
        )
        with self._database.read() as connection:
            require_session(connection, scope, session_id)
            return int(connection.execute(statement).scalar_one())

    def spent(self, scope: Scope, parent_session_id: UUID) -> Usage:
        """Usage of a session's whole tree so far.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        statement = (
            select(*usage_sums())
            .join(sessions, sessions.c.id == turns.c.session_id)
            .where(
                or_(sessions.c.id == parent_session_id, sessions.c.parent_id == parent_session_id)
            )
        )
        with self._database.read() as connection:
            require_session(connection, scope, parent_session_id)
            return summed_usage(connection.execute(statement).one())
