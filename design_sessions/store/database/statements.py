"""Statements that several parts of the store share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, Row, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row with whatever columns the query named."""


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    # The dialect that is not in use takes a tenth of a second to load.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_if_absent(
    connection: Connection, table: Table, row: Mapping[str, Any], *, key: Sequence[str]
) -> bool:
    """Insert ``row`` unless there is one with the same ``key``; whether it was inserted."""
    statement = _insert(connection, table).on_conflict_do_nothing(index_elements=list(key))
    return connection.execute(statement.values(dict(row))).rowcount == 1


def insert_or_update(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    update: Sequence[str],
) -> None:
    """Insert ``rows``; if ``key`` already exists, update the columns ``update``."""
    if not rows:
        return
    statement = _insert(connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in update}
    )
    connection.execute(statement, [dict(row) for row in rows])
