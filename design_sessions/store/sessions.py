"""Session records: reading them, and moving their status and state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, update

from design_sessions.scope import Scope
from design_sessions.status import SessionStatus, SessionStatusView, Usage
from design_sessions.store.database import Database
from design_sessions.store.records import SessionRecord, SessionTree
from design_sessions.store.scoping import (
    SESSION_COLUMNS,
    in_scope,
    require_session,
    session_not_found,
)
from design_sessions.store.tables import sessions, turns
from design_sessions.store.usage import summed_usage, usage_sums


def session_record(row: Row[Any]) -> SessionRecord:
    """A record from a row with at least ``SESSION_COLUMNS``."""
    fields = row._asdict()
    scope = Scope(
        account=fields.pop("account"), project=fields.pop("project"), user=fields.pop("user")
    )
    return SessionRecord(scope=scope, **fields)


class Sessions:
    """Records of parents, component sessions and reviews. A scope sees only its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get_session(self, scope: Scope, session_id: UUID) -> SessionRecord:
        """One record.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.read() as connection:
            return session_record(require_session(connection, scope, session_id))

    def session_with_children(self, scope: Scope, parent_id: UUID) -> SessionTree:
        """A parent and all its children with one query.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        statement = (
            select(*SESSION_COLUMNS)
            .where(
                or_(sessions.c.id == parent_id, sessions.c.parent_id == parent_id),
                in_scope(scope),
            )
            .order_by(sessions.c.created_at, sessions.c.component_module, sessions.c.id)
        )
        with self._database.read() as connection:
            records = [session_record(row) for row in connection.execute(statement)]
        parents = [record for record in records if record.id == parent_id]
        if not parents:
            raise session_not_found(str(parent_id), scope)
        return SessionTree(
            parent=parents[0], children=[record for record in records if record.id != parent_id]
        )

    def set_session_status(
        self,
        scope: Scope,
        session_id: UUID,
        status: SessionStatus,
        *,
        result: Mapping[str, Any] | None = None,
        error: str | None = None,
        attempt: int | None = None,
        workflow_id: str | None = None,
    ) -> SessionRecord:
        """Move a record's status; an ended record that becomes active again is open again.

        Args:
            scope: whose record it is.
            session_id: the record.
            status: the new status.
            result: replaces the stored result when given.
            error: why it failed or was cancelled; cleared by any status without one.
            attempt: who says so. A higher one raises the record's attempt; a word from an
                attempt before the record's changes nothing.
            workflow_id: the attempt's workflow, when it has one of its own.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.write() as connection:
            row = require_session(connection, scope, session_id, lock=True)
            if attempt is not None and attempt < row.attempt:
                return session_record(row)
            if status == "active":
                ended_at = None
            else:
                ended_at = row.ended_at if row.status == status else self._database.clock()
            values: dict[str, Any] = {
                "status": status,
                "ended_at": ended_at or (None if status == "active" else self._database.clock()),
                "error": error,
            }
            if result is not None:
                values["result"] = dict(result)
            if attempt is not None:
                values["attempt"] = attempt
            if workflow_id is not None:
                values["workflow_id"] = workflow_id
            connection.execute(update(sessions).where(sessions.c.id == row.id).values(**values))
            return session_record(require_session(connection, scope, session_id))

    def update_session_state(
        self, scope: Scope, session_id: UUID, patch: Mapping[str, Any]
    ) -> SessionRecord:
        """Set the keys of ``patch`` in the record's state and leave the others.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.write() as connection:
            row = require_session(connection, scope, session_id, lock=True)
            state = {**row.state, **patch}
            connection.execute(
                update(sessions).where(sessions.c.id == row.id).values(state=state)
            )
            return session_record(require_session(connection, scope, session_id))

    def publish_status(
        self, scope: Scope, session_id: UUID, view: SessionStatusView
    ) -> dict[str, Usage]:
        """Store the view of a parent for whoever reports without a worker.

        Returns:
            Usage of the parent and each child so far, by session record id.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        usage = (
            select(sessions.c.id, *usage_sums())
            .outerjoin(turns, turns.c.session_id == sessions.c.id)
            .where(or_(sessions.c.id == session_id, sessions.c.parent_id == session_id))
            .group_by(sessions.c.id)
        )
        with self._database.write() as connection:
            row = require_session(connection, scope, session_id, lock=True)
            connection.execute(
                update(sessions)
                .where(sessions.c.id == row.id)
                .values(
                    view=view.model_dump(mode="json"),
                    step=view.step,
                    needs_person=view.attention is not None,
                )
            )
            return {str(each.id): summed_usage(each) for each in connection.execute(usage)}
