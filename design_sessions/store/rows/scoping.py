"""Every read and write of a session goes through here, so that none can forget the scope."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select

from design_sessions.errors import InputError, NotFoundError
from design_sessions.record_ids import project_id
from design_sessions.scope import Scope
from design_sessions.store.database.statements import AnyRow
from design_sessions.store.database.tables import sessions


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The condition on ``sessions``: the account, and the project where the scope has one."""
    if scope.project is None:
        return sessions.c.account == scope.account
    return and_(sessions.c.account == scope.account, sessions.c.project == scope.project)


def require_session(
    connection: Connection, scope: Scope, session_id: UUID, *, lock: bool = False
) -> AnyRow:
    """The session's row, without its view.

    Args:
        lock: keep other writers of this row waiting until the transaction ends. On SQLite the
            transaction holds the lock already.

    Raises:
        NotFoundError: no such session, or not in this scope; a caller cannot tell which.
    """
    statement = select(*SESSION_COLUMNS).where(sessions.c.id == session_id, in_scope(scope))
    if lock:
        statement = statement.with_for_update(key_share=True)
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise session_not_found(str(session_id), scope)
    return row


def check_sessions(
    connection: Connection, scope: Scope, session_ids: Collection[UUID], *, lock: bool = False
) -> list[AnyRow]:
    """Id and parent of these sessions, all of which must be there; cheap.

    Args:
        lock: as for :func:`require_session`.

    Raises:
        NotFoundError: one is not there, or not in this scope; a caller cannot tell which.
    """
    wanted = set(session_ids)
    statement = (
        select(sessions.c.id, sessions.c.parent_id)
        .where(sessions.c.id.in_(wanted), in_scope(scope))
        .order_by(sessions.c.id)
    )
    if lock:
        statement = statement.with_for_update(key_share=True)
    rows = list(connection.execute(statement))
    if missing := wanted - {row.id for row in rows}:
        raise session_not_found(str(min(missing, key=str)), scope)
    return rows


def session_not_found(named: str, scope: Scope) -> NotFoundError:
    """The error for a session that is not there for this scope."""
    place = f"account {scope.account!r}"
    if scope.project is not None:
        place += f", project {scope.project!r}"
    return NotFoundError(
        f"Session not found: {named} ({place}).",
        "List the existing sessions: python client.py list",
    )


def required_project(scope: Scope) -> str:
    """The scope's project name.

    Raises:
        InputError: the scope spans all projects of the account.
    """
    if scope.project is None:
        raise InputError("This needs a project.", "Set one with --project or DESIGN_PROJECT.")
    return scope.project


def required_project_id(scope: Scope) -> UUID:
    """The id of the scope's project; see :func:`required_project`."""
    return project_id(scope.account, required_project(scope))


SESSION_COLUMNS = [column for column in sessions.c if column.name != "view"]
"""Everything but the view, which is large and rarely wanted."""
