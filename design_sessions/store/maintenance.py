"""Closing the records of sessions that have ended, and deleting old ones."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, func, or_, select, update

from design_sessions.errors import InputError
from design_sessions.scope import Scope
from design_sessions.status import Environment, SessionStatus
from design_sessions.store.database.tables import (
    component_views,
    conversations,
    drafts,
    interactions,
    sessions,
    turns,
)
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.records import OpenWork, SessionRecord
from design_sessions.store.rows.record_rows import read_session
from design_sessions.store.rows.scoping import SESSION_COLUMNS, in_scope, require_session


class Maintenance(StorePart):
    """What a worker does when it starts, and what people do to tidy up."""

    def open_sessions(self) -> list[SessionRecord]:
        """All parents of the database that have not ended, oldest first.

        For maintenance, and so not filtered by a scope; each record says its own.
        """
        statement = (
            select(*SESSION_COLUMNS)
            .where(sessions.c.status == "active", sessions.c.type == "context_components_design")
            .order_by(sessions.c.created_at, sessions.c.id)
        )
        with self._database.read() as connection:
            return [read_session(row) for row in connection.execute(statement)]

    def open_work(self) -> list[OpenWork]:
        """Which of :meth:`open_sessions` need a worker, and which wait for a person."""
        statement = (
            select(
                sessions.c.workflow_id,
                sessions.c.needs_person,
                sessions.c.state["order"]["wait_limit"].as_float(),
            )
            .where(sessions.c.status == "active", sessions.c.type == "context_components_design")
            .order_by(sessions.c.created_at, sessions.c.id)
        )
        with self._database.read() as connection:
            return [OpenWork(*row) for row in connection.execute(statement)]

    def waiting_sessions(self) -> int:
        """How many sessions of the database wait for a person, whosever they are."""
        statement = select(func.count()).where(
            sessions.c.status == "active",
            sessions.c.type == "context_components_design",
            sessions.c.needs_person,
        )
        with self._database.read() as connection:
            return connection.execute(statement).scalar_one()

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

    def ended_sessions(self, scope: Scope, *, before: datetime) -> list[SessionRecord]:
        """The parents of the scope that ended before a moment in UTC, oldest first."""
        statement = (
            select(*SESSION_COLUMNS)
            .where(
                in_scope(scope),
                sessions.c.type == "context_components_design",
                sessions.c.status != "active",
                sessions.c.ended_at < before,
            )
            .order_by(sessions.c.ended_at, sessions.c.id)
        )
        with self._database.read() as connection:
            return [read_session(row) for row in connection.execute(statement)]

    def delete_session_tree(self, scope: Scope, parent_id: UUID) -> None:
        """Delete a parent that has ended, its children, and all that is kept of them.

        Raises:
            NotFoundError: not there, or not in this scope.
            InputError: it has not ended, or is a child.
        """
        with self._database.write() as connection:
            row = require_session(connection, scope, parent_id, lock=True)
            if row.status == "active":
                raise InputError(f"{row.workflow_id} has not ended.", "Cancel it first.")
            if row.parent_id is not None:
                raise InputError(f"{row.workflow_id} is part of a session.", "Delete the session.")
            tree = select(sessions.c.id).where(
                or_(sessions.c.id == parent_id, sessions.c.parent_id == parent_id)
            )
            for table in (component_views, drafts, turns, conversations, interactions):
                connection.execute(delete(table).where(table.c.session_id.in_(tree)))
            connection.execute(delete(sessions).where(sessions.c.parent_id == parent_id))
            connection.execute(delete(sessions).where(sessions.c.id == parent_id))

    def repositories_in_use(self) -> set[str]:
        """The remotes of all sessions of the database, whosever they are."""
        statement = select(sessions.c.environment).where(sessions.c.parent_id.is_(None))
        with self._database.read() as connection:
            environments = connection.execute(statement).scalars()
            return {Environment.model_validate(each).repository for each in environments}
