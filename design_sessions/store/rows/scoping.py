"""Every read and write of a session goes through here, so that none can forget the scope."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from design_sessions import program
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
    statement = _ROW[scope.project is not None, lock]
    row = connection.execute(statement, _named(scope, session_id)).one_or_none()
    if row is None:
        raise session_not_found(str(session_id), scope)
    return row


def check_session(connection: Connection, scope: Scope, session_id: UUID) -> UUID | None:
    """The parent of a session, None for a parent; cheap.

    Raises:
        NotFoundError: no such session, or not in this scope; a caller cannot tell which.
    """
    statement = _CHECK_OF_ACCOUNT if scope.project is None else _CHECK_OF_PROJECT
    row = connection.execute(statement, _named(scope, session_id)).one_or_none()
    if row is None:
        raise session_not_found(str(session_id), scope)
    parent: UUID | None = row.parent_id
    return parent


def lock_session(connection: Connection, session_id: UUID) -> None:
    """Keep other writers of this row waiting until the transaction ends."""
    connection.execute(_LOCK, {"of_id": session_id})


def session_not_found(named: str, scope: Scope) -> NotFoundError:
    """The error for a session that is not there for this scope."""
    place = f"account {scope.account!r}"
    if scope.project is not None:
        place += f", project {scope.project!r}"
    return NotFoundError(
        f"Session not found: {named} ({place}).",
        f"List the existing sessions: {program.client('list')}",
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


def _named(scope: Scope, session_id: UUID) -> dict[str, object]:
    return {"of_id": session_id, "of_account": scope.account, "of_project": scope.project}


# Made once: SQLAlchemy takes longer to make a statement than to run it.
_OF_ACCOUNT = and_(
    sessions.c.id == bindparam("of_id"), sessions.c.account == bindparam("of_account")
)
_OF_PROJECT = and_(_OF_ACCOUNT, sessions.c.project == bindparam("of_project"))
_CHECK_OF_ACCOUNT = select(sessions.c.id, sessions.c.parent_id).where(_OF_ACCOUNT)
_CHECK_OF_PROJECT = select(sessions.c.id, sessions.c.parent_id).where(_OF_PROJECT)
_ROW = {
    (of_project, lock): statement.with_for_update(key_share=True) if lock else statement
    for of_project, statement in (
        (False, select(*SESSION_COLUMNS).where(_OF_ACCOUNT)),
        (True, select(*SESSION_COLUMNS).where(_OF_PROJECT)),
    )
    for lock in (False, True)
}
_LOCK = (
    select(sessions.c.id).where(sessions.c.id == bindparam("of_id")).with_for_update(key_share=True)
)
