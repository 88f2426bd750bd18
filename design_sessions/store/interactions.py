"""Interactions: the record of each step and each person's decision, command and result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from design_sessions.scope import Scope
from design_sessions.store.database.statements import insert_or_update
from design_sessions.store.database.tables import interactions
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.records import Interaction
from design_sessions.store.rows.scoping import check_session


class Interactions(StorePart):
    """One row for each (session record, key)."""

    def record(
        self,
        scope: Scope,
        session_id: UUID,
        *,
        key: str,
        step: str,
        command: Mapping[str, Any],
        result: Mapping[str, Any] | None,
        status: str | None,
    ) -> None:
        """Record a step or decision; the same key again replaces command, result and status.

        Args:
            scope: whose session it is.
            session_id: the session.
            key: names this interaction within the session, so that a repetition adds nothing.
            step: the stage of the session.
            command: what was done, with who, when and why for a decision.
            result: what came of it; None while it runs.
            status: ``ok``, ``error`` or ``warning``; None while it runs.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        now = self._database.clock()
        row = {
            "session_id": session_id,
            "key": key,
            "step": step,
            "status": status,
            "command": dict(command),
            "result": None if result is None else dict(result),
            "created_at": now,
            "updated_at": now,
        }

        def write(connection: Connection) -> None:
            check_session(connection, scope, session_id)
            insert_or_update(
                connection,
                interactions,
                [row],
                key=["session_id", "key"],
                update=["step", "status", "command", "result", "updated_at"],
            )

        self._database.grouped.run(write)

    def of_step(self, scope: Scope, session_id: UUID, step: str) -> list[Interaction]:
        """The interactions of one step in the order in which they began; cheap.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            rows = connection.execute(_OF_STEP, {"of_session": session_id, "of_step": step})
            return [Interaction(**row._asdict()) for row in rows]

    def all_of(self, scope: Scope, session_id: UUID) -> list[Interaction]:
        """All interactions of a session in the order in which they began.

        Raises:
            NotFoundError: the session is not there, or not in this scope.
        """
        statement = _ALL.where(interactions.c.session_id == session_id)
        with self._database.read() as connection:
            check_session(connection, scope, session_id)
            return [Interaction(**row._asdict()) for row in connection.execute(statement)]


_ALL = select(*(column for column in interactions.c if column.name != "id")).order_by(
    interactions.c.id
)
# Made once: SQLAlchemy takes longer to make a statement than to run it.
_OF_STEP = _ALL.where(
    interactions.c.session_id == bindparam("of_session"),
    interactions.c.step == bindparam("of_step"),
)
