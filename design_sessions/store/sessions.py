"""Session records: reading them, and moving their status and state."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Text, bindparam, cast, func, or_, select, update

from design_sessions.scope import Scope
from design_sessions.status import SessionStatus, SessionStatusView
from design_sessions.store.database.statements import insert_or_update
from design_sessions.store.database.tables import component_views, sessions
from design_sessions.store.database.transactions import Database, StorePart
from design_sessions.store.records import (
    AnyRecord,
    ComponentRecord,
    ParentRecord,
    RecordResult,
    ReviewRecord,
    SessionTree,
)
from design_sessions.store.rows.record_rows import read_parent, read_record
from design_sessions.store.rows.scoping import (
    SESSION_COLUMNS,
    in_scope,
    require_session,
    session_not_found,
)
from design_sessions.store.session_states import (
    StoredComponentState,
    StoredParentState,
    StoredReviewState,
)

_PARENTS_KEPT = 8
_PARENT = select(
    *(column for column in SESSION_COLUMNS if column.name != "state"),
    cast(sessions.c.state, Text).label("state_text"),
)

Record = TypeVar("Record", ParentRecord, ComponentRecord, ReviewRecord)


class Sessions(StorePart):
    """Records of parents, component sessions and reviews. A scope sees only its own."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._parent_states: dict[UUID, tuple[str, StoredParentState]] = {}

    def get(self, scope: Scope, session_id: UUID) -> AnyRecord:
        """One record.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.read() as connection:
            return read_record(require_session(connection, scope, session_id))

    def parent(self, scope: Scope, session_id: UUID) -> ParentRecord:
        """The record of a context design session; raises as :meth:`get` does.

        What it remembers is large, rarely changes and is asked for by every step of every
        component, so that the last ones are kept. Change only a copy of it.
        """
        statement = _PARENT.where(sessions.c.id == session_id, in_scope(scope))
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None or row.type != "context_components_design":
            raise session_not_found(str(session_id), scope)
        text, known = self._parent_states.get(session_id, ("", None))
        state = known if known and text == row.state_text else json.loads(row.state_text)
        record = read_parent(row, state)
        self._parent_states[session_id] = (row.state_text, record.state)
        while len(self._parent_states) > _PARENTS_KEPT:
            self._parent_states.pop(next(iter(self._parent_states)), None)
        return record

    def component(self, scope: Scope, session_id: UUID) -> ComponentRecord:
        """The record of a component's session; raises as :meth:`get` does."""
        return self._get(ComponentRecord, scope, session_id)

    def review(self, scope: Scope, session_id: UUID) -> ReviewRecord:
        """The record of a review; raises as :meth:`get` does."""
        return self._get(ReviewRecord, scope, session_id)

    def _get(self, kind: type[Record], scope: Scope, session_id: UUID) -> Record:
        record = self.get(scope, session_id)
        if not isinstance(record, kind):
            raise session_not_found(str(session_id), scope)
        return record

    def note_waits(self, waits: Sequence[tuple[Scope, UUID, str]], seconds: float) -> None:
        """Keep what the model calls of some parents wait for.

        Args:
            waits: whose session, its record, and the reason in words.
            seconds: how long that is true, unless it is noted again.
        """
        until = self._database.clock() + timedelta(seconds=seconds)
        with self._database.write() as connection:
            for scope, session_id, reason in waits:
                connection.execute(
                    update(sessions)
                    .where(sessions.c.id == session_id, in_scope(scope))
                    .values(waits_for=reason, waits_until=until)
                )

    def wrote_review(self, scope: Scope, module: str, blob: str) -> bool:
        """Whether a review of a context, in any session of the scope, committed this document.

        Args:
            scope: whose sessions to look at.
            module: of the context.
            blob: the document by git's hash.
        """
        statement = select(sessions.c.state).where(
            in_scope(scope),
            sessions.c.type == "context_design_review",
            sessions.c.component_module == module,
        )
        with self._database.read() as connection:
            states = connection.execute(statement).scalars().all()
        return any(state.get("blob") == blob for state in states)

    def tree(self, scope: Scope, parent_id: UUID) -> SessionTree:
        """A parent and its component sessions with one query.

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
            records = [read_record(row) for row in connection.execute(statement)]
        parents = [record for record in records if isinstance(record, ParentRecord)]
        if not parents:
            raise session_not_found(str(parent_id), scope)
        return SessionTree(
            parent=parents[0],
            components=[record for record in records if isinstance(record, ComponentRecord)],
        )

    def cost_limit(self, scope: Scope, parent_id: UUID) -> float | None:
        """The cost limit of a parent's session, in USD; None for none.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        return self.parent(scope, parent_id).state.order.limits.max_cost

    def set_status(
        self,
        scope: Scope,
        session_id: UUID,
        status: SessionStatus,
        *,
        result: RecordResult | None = None,
        error: str | None = None,
        attempt: int | None = None,
        workflow_id: str | None = None,
    ) -> None:
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

        def write(connection: Connection) -> None:
            row = require_session(connection, scope, session_id, lock=True)
            if attempt is not None and attempt < row.attempt:
                return
            values: dict[str, Any] = {"status": status, "error": error}
            if status != row.status:
                values["ended_at"] = None if status == "active" else self._database.clock()
            if result is not None:
                values["result"] = result.model_dump(mode="json", exclude_none=True)
            if attempt is not None:
                values["attempt"] = attempt
            if workflow_id is not None:
                values["workflow_id"] = workflow_id
            connection.execute(update(sessions).where(sessions.c.id == row.id).values(**values))

        self._database.grouped.run(write)

    def save_state(
        self,
        scope: Scope,
        session_id: UUID,
        state: StoredParentState | StoredComponentState | StoredReviewState,
    ) -> None:
        """Replace what a session remembers.

        Raises:
            NotFoundError: not there, or not in this scope.
        """

        def write(connection: Connection) -> None:
            row = require_session(connection, scope, session_id, lock=True)
            connection.execute(
                update(sessions)
                .where(sessions.c.id == row.id)
                .values(state=state.model_dump(mode="json"))
            )

        self._database.grouped.run(write)

    def change_parent(
        self, scope: Scope, parent_id: UUID, change: Callable[[StoredParentState], None]
    ) -> None:
        """Change a part of what a parent remembers, whatever else is changed at the same time.

        Args:
            scope: whose session it is.
            parent_id: the record.
            change: of the state as it is; may be called again.

        Raises:
            NotFoundError: not there, or not in this scope.
        """

        def write(connection: Connection) -> None:
            row = require_session(connection, scope, parent_id, lock=True)
            state = StoredParentState.model_validate(row.state)
            change(state)
            connection.execute(
                update(sessions)
                .where(sessions.c.id == row.id)
                .values(state=state.model_dump(mode="json"))
            )

        self._database.grouped.run(write)

    def publish_status(self, scope: Scope, session_id: UUID, view: SessionStatusView) -> None:
        """Store the view of a parent for whoever reports without a worker.

        Components that ``view`` leaves out stay as they were published before.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        stored = view.model_dump(mode="json")
        components = stored.pop("components")
        with self._database.write() as connection:
            row = require_session(connection, scope, session_id, lock=True)
            connection.execute(
                update(sessions)
                .where(sessions.c.id == row.id)
                .values(view=stored, step=view.step, needs_person=view.attention is not None)
            )
            if components:
                _keep_components(connection, row.id, components)


def _keep_components(
    connection: Connection, session_id: UUID, components: Sequence[dict[str, Any]]
) -> None:
    """Each in a row of its own, so that a change costs the same however many there are."""
    last = connection.execute(_LAST_POSITION, {"of_session": session_id}).scalar()
    following = 0 if last is None else last + 1
    rows = [
        {
            "session_id": session_id,
            "module": component["module"],
            "position": following + number,
            "view": component,
        }
        for number, component in enumerate(components)
    ]
    insert_or_update(
        connection, component_views, rows, key=["session_id", "module"], update=["view"]
    )


_LAST_POSITION = select(func.max(component_views.c.position)).where(
    component_views.c.session_id == bindparam("of_session")
)
