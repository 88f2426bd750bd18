"""Session records: reading them, and moving their status and state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from design_sessions.scope import Scope
from design_sessions.status import SessionStatus, SessionStatusView, Usage
from design_sessions.store.database import StorePart
from design_sessions.store.records import SessionRecord, SessionTree
from design_sessions.store.scoping import (
    SESSION_COLUMNS,
    in_scope,
    require_session,
    session_not_found,
)
from design_sessions.store.statements import AnyRow
from design_sessions.store.tables import sessions, turns
from design_sessions.store.usage import summed_usage, usage_sums


def session_record(row: AnyRow) -> SessionRecord:
    """A record from a row with at least ``SESSION_COLUMNS``."""
    scope = Scope(account=row.account, project=row.project, user=row.user)
    return SessionRecord(scope=scope, **row._asdict())


class Sessions(StorePart):
    """Records of parents, component sessions and reviews. A scope sees only its own."""

    def get(self, scope: Scope, session_id: UUID) -> SessionRecord:
        """One record.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.read() as connection:
            return session_record(require_session(connection, scope, session_id))

    def tree(self, scope: Scope, parent_id: UUID) -> SessionTree:
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

    def set_status(
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
            values: dict[str, Any] = {"status": status, "error": error}
            if status != row.status:
                values["ended_at"] = None if status == "active" else self._database.clock()
            if result is not None:
                values["result"] = dict(result)
            if attempt is not None:
                values["attempt"] = attempt
            if workflow_id is not None:
                values["workflow_id"] = workflow_id
            connection.execute(update(sessions).where(sessions.c.id == row.id).values(**values))
            return session_record(require_session(connection, scope, session_id))

    def update_state(
        self, scope: Scope, session_id: UUID, patch: Mapping[str, Any]
    ) -> SessionRecord:
        """Set the keys of ``patch`` in the record's state and leave the others.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.write() as connection:
            row = require_session(connection, scope, session_id, lock=True)
            state = {**row.state, **patch}
            connection.execute(update(sessions).where(sessions.c.id == row.id).values(state=state))
            return session_record(require_session(connection, scope, session_id))

    def publish_status(
        self, scope: Scope, session_id: UUID, view: SessionStatusView
    ) -> dict[str, Usage]:
        """Store the view of a parent for whoever reports without a worker.

        Components that ``view`` leaves out stay as they were published before.

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
            published = connection.execute(
                select(sessions.c.view).where(sessions.c.id == row.id)
            ).scalar_one()
            connection.execute(
                update(sessions)
                .where(sessions.c.id == row.id)
                .values(
                    view=_with_earlier_components(view, published),
                    step=view.step,
                    needs_person=view.attention is not None,
                )
            )
            return {str(each.id): summed_usage(each) for each in connection.execute(usage)}


def _with_earlier_components(
    view: SessionStatusView, published: dict[str, Any] | None
) -> dict[str, Any]:
    stored = view.model_dump(mode="json")
    fresh = {component["module"]: component for component in stored["components"]}
    earlier = published["components"] if published else []
    merged = [fresh.pop(component["module"], component) for component in earlier]
    return {**stored, "components": [*merged, *fresh.values()]}
