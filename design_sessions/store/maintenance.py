"""Ending the records of sessions whose workflow can no longer do it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import case, or_, select, update

from design_sessions.scope import Scope
from design_sessions.status import SessionStatus
from design_sessions.store.database import StorePart
from design_sessions.store.records import SessionRecord
from design_sessions.store.scoping import SESSION_COLUMNS, require_session
from design_sessions.store.sessions import session_record
from design_sessions.store.tables import sessions


class Maintenance(StorePart):
    """What a worker does to the database as a whole when it starts."""

    def open_sessions(self) -> list[SessionRecord]:
        """All parents of the database that have not ended, oldest first.

        For maintenance, and so the one read that is not filtered by a scope; each record says
        its own.
        """
        statement = (
            select(*SESSION_COLUMNS)
            .where(sessions.c.status == "active", sessions.c.type == "context_components_design")
            .order_by(sessions.c.created_at, sessions.c.id)
        )
        with self._database.read() as connection:
            return [session_record(row) for row in connection.execute(statement)]

    def close_session_tree(
        self, scope: Scope, parent_id: UUID, status: SessionStatus, reason: str | None
    ) -> None:
        """End a parent's record, and as cancelled what of its children is still open.

        Records that have ended already stay as they are.

        Args:
            scope: whose session it is.
            parent_id: the parent's record.
            status: how the parent ended.
            reason: why, kept as the error of the records it ends; None when all went well.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.write() as connection:
            require_session(connection, scope, parent_id, lock=True)
            connection.execute(
                update(sessions)
                .where(
                    or_(sessions.c.id == parent_id, sessions.c.parent_id == parent_id),
                    sessions.c.status == "active",
                )
                .values(
                    status=case((sessions.c.id == parent_id, status), else_="cancelled"),
                    ended_at=self._database.clock(),
                    error=reason or None,
                    needs_person=False,
                )
            )
