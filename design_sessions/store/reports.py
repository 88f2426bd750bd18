"""Reports that need no worker. The number of queries never depends on the number of components."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, or_, select

from design_sessions.outcomes import ComponentUsage, SessionUsage
from design_sessions.scope import Scope
from design_sessions.severity import by_severity
from design_sessions.status import Environment, SessionStatus, SessionStatusView
from design_sessions.store.database.statements import AnyRow
from design_sessions.store.database.tables import component_views, drafts, sessions, turns
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.records import SessionName, SessionSummary
from design_sessions.store.rows.record_rows import read_session
from design_sessions.store.rows.scoping import (
    SESSION_COLUMNS,
    in_scope,
    require_session,
    session_not_found,
)
from design_sessions.store.rows.status_merge import SessionFigures, merge
from design_sessions.store.rows.usage import summed_usage, usage_sums
from design_sessions.store.session_states import StoredParentState

_IS_PARENT = sessions.c.type == "context_components_design"
_ACTIVE: SessionStatus = "active"
_MOST_RUNNING = 50
"""Running components whose usage is read; the session's page has room for fewer."""
_MOST_NAMED = 1_000
"""Components that a query names one by one; of more, all are read."""
_NEWEST_FIRST = (sessions.c.created_at.desc(), sessions.c.id.desc())


class Reports(StorePart):
    """What ``status``, ``list``, ``watch`` and ``log`` show. A scope sees only its own."""

    def read_status(
        self, scope: Scope, workflow_id: str | None = None, *, session_id: UUID | None = None
    ) -> SessionStatusView:
        """One session with what the ledger knows by now, in three queries.

        Args:
            scope: whose session it is; without a project, any of the account's.
            workflow_id: of several sessions under one id, the newest is shown; None for the
                newest of the scope.
            session_id: the parent's record, when the newest is not meant.

        Raises:
            NotFoundError: no such session in this scope.
        """
        conditions = [_IS_PARENT, in_scope(scope)]
        if workflow_id is not None:
            conditions.append(sessions.c.workflow_id == workflow_id)
        if session_id is not None:
            conditions.append(sessions.c.id == session_id)
        statement = (
            select(*SESSION_COLUMNS, sessions.c.view)
            .where(*conditions)
            .order_by(*_NEWEST_FIRST)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
            if row is None:
                raise session_not_found(str(workflow_id or session_id or "none yet"), scope)
            tree = _figures(connection, _FIGURES, row.id)
            view = _published(connection, row)
        if view is not None and view.more_findings:
            waived = {each.id: each.waived for each in view.findings}
            known = StoredParentState.model_validate(row.state).findings
            view.show_findings(
                [
                    each.model_copy(update={"waived": waived.get(each.id)})
                    for each in by_severity(known.open_findings)
                ]
            )
        report = merge(view, read_session(row), tree)
        if report.status == "active" and _is_later(row.waits_until, self._database.clock()):
            report.waits_for = row.waits_for
        return report

    def read_usage(self, scope: Scope, session_id: UUID, modules: Collection[str]) -> SessionUsage:
        """Usage of a session, of the named components, and of the first that run.

        Not of all that run: what is read at each change must not grow with their number.

        Args:
            scope: whose session it is.
            session_id: the parent's record.
            modules: the components whose state has changed.

        Raises:
            NotFoundError: not there, or not in this scope.
        """
        with self._database.read() as connection:
            require_session(connection, scope, session_id)
            if len(modules) > _MOST_NAMED:
                figures = _figures(connection, _FIGURES, session_id)
            else:
                figures = _figures(
                    connection, _FIGURES_OF_SOME, session_id, of_modules=list(modules)
                )
            total = connection.execute(_TOTAL, {"of_session": session_id}).one()
        return SessionUsage(
            components={
                each.component_module: ComponentUsage(
                    usage=each.usage, turns=each.turns, revisions=each.revisions
                )
                for each in figures
                if each.type == "component_design"
            },
            total=summed_usage(total),
        )

    def session_names(self, scope: Scope) -> list[SessionName]:
        """What the scope's sessions may be named by, newest first."""
        statement = (
            select(
                sessions.c.workflow_id,
                sessions.c.id,
                sessions.c.component_module,
                sessions.c.status,
            )
            .where(_IS_PARENT, in_scope(scope))
            .order_by(*_NEWEST_FIRST)
        )
        with self._database.read() as connection:
            return [SessionName(*row) for row in connection.execute(statement)]

    def list_sessions(self, scope: Scope, *, limit: int | None = None) -> list[SessionSummary]:
        """The scope's sessions, newest first, each with the usage of its tree, in one query."""
        return self._summaries([in_scope(scope)], limit)

    def active_sessions(self, scope: Scope) -> list[SessionSummary]:
        """The scope's sessions that have not ended, newest first."""
        return self._summaries([in_scope(scope), sessions.c.status == _ACTIVE], None)

    def _summaries(
        self, conditions: list[ColumnElement[bool]], limit: int | None
    ) -> list[SessionSummary]:
        parents = (
            select(*SESSION_COLUMNS)
            .where(_IS_PARENT, *conditions)
            .order_by(*_NEWEST_FIRST)
            .limit(limit)
            .cte("parents")
        )
        tree = sessions.alias("tree")
        usage = (
            select(parents.c.id.label("parent"), *usage_sums())
            .select_from(parents)
            .join(tree, or_(tree.c.id == parents.c.id, tree.c.parent_id == parents.c.id))
            .outerjoin(turns, turns.c.session_id == tree.c.id)
            .group_by(parents.c.id)
            .subquery()
        )
        statement = (
            select(parents, *(column for column in usage.c if column.name != "parent"))
            .join(usage, usage.c.parent == parents.c.id)
            .order_by(parents.c.created_at.desc(), parents.c.id.desc())
        )
        with self._database.read() as connection:
            return [_summary(row) for row in connection.execute(statement)]


def _published(connection: Connection, row: AnyRow) -> SessionStatusView | None:
    if row.view is None:
        return None
    components = connection.execute(_COMPONENTS, {"of_session": row.id}).scalars().all()
    return SessionStatusView.model_validate({**row.view, "components": components})


def _is_later(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now


def _figures(
    connection: Connection, statement: Select[Any], parent_id: UUID, **values: object
) -> list[SessionFigures]:
    return [
        SessionFigures(
            id=row.id,
            type=row.type,
            component_module=row.component_module,
            status=row.status,
            error=row.error,
            usage=summed_usage(row),
            turns=row.turns,
            drafts=row.drafts,
        )
        for row in connection.execute(statement, {"of_session": parent_id, **values})
    ]


def _summary(row: AnyRow) -> SessionSummary:
    return SessionSummary(
        id=row.workflow_id,
        session_id=row.id,
        account=row.account,
        project=row.project,
        user=row.user,
        context=row.component_module,
        status=row.status,
        step=row.step,
        needs_person=row.needs_person and row.status == "active",
        branch=Environment.model_validate(row.environment).branch,
        usage=summed_usage(row),
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


# Made once: SQLAlchemy takes longer to make a statement than to run it.
_COMPONENTS = (
    select(component_views.c.view)
    .where(component_views.c.session_id == bindparam("of_session"))
    .order_by(component_views.c.position)
)

_IN_TREE = or_(
    sessions.c.id == bindparam("of_session"), sessions.c.parent_id == bindparam("of_session")
)
_TOTAL = (
    select(*usage_sums())
    .select_from(sessions)
    .join(turns, turns.c.session_id == sessions.c.id)
    .where(_IN_TREE)
)
_FIGURES = (
    select(
        sessions.c.id,
        sessions.c.type,
        sessions.c.component_module,
        sessions.c.status,
        sessions.c.error,
        *usage_sums(),
        func.count(case((turns.c.state == "finished", 1))).label("turns"),
        select(func.count())
        .where(drafts.c.session_id == sessions.c.id)
        .correlate(sessions)
        .scalar_subquery()
        .label("drafts"),
    )
    .outerjoin(turns, turns.c.session_id == sessions.c.id)
    .where(_IN_TREE)
    .group_by(sessions.c.id)
    .order_by(sessions.c.created_at, sessions.c.component_module)
)
_FIGURES_OF_SOME = _FIGURES.where(
    or_(
        sessions.c.component_module.in_(bindparam("of_modules", expanding=True)),
        sessions.c.id.in_(
            select(sessions.c.id)
            .where(
                sessions.c.parent_id == bindparam("of_session"),
                sessions.c.status == _ACTIVE,
                sessions.c.workflow_id.is_not(None),
            )
            .order_by(sessions.c.created_at, sessions.c.component_module)
            .limit(_MOST_RUNNING)
        ),
    )
)
