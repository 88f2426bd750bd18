"""Which version a database has, and whether it is this program's; loads no migration."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from design_sessions.errors import StoreError
from design_sessions.store.database.connections import schema_of
from design_sessions.store.database.transactions import Database, shown_url

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every migration's revision, oldest first."""
NEWEST = VERSIONS[-1]

_TABLE = "alembic_version"
_OURS = frozenset({_TABLE, "deployment", "accounts", "projects", "sessions"})
"""Tables of every version; each name alone may be another application's, all of them are not."""
_SHOWN = 3
_POSTGRESQL_TABLES = """
    SELECT n.nspname, c.relname FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema'
    AND n.nspname NOT LIKE 'pg\\_%'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
    ORDER BY 1, 2
"""
"""All but those of the server and of extensions, in whichever schema."""


def check_version(database: Database) -> None:
    """See that the tables are those of this program, and change nothing.

    Raises:
        StoreError: they are older, newer, not there or of others.
    """
    with database.read() as connection:
        version = known_version(database, connection)
    if version != NEWEST:
        state = "has no tables yet" if version is None else "is older than this program"
        raise StoreError(
            f"The database at {shown_url(database.engine)} {state}.",
            "Start a worker of this version once to upgrade it.",
        )


def known_version(database: Database, connection: Connection) -> str | None:
    """One of :data:`VERSIONS`; None for a database without tables.

    Raises:
        StoreError: the database is newer than this program, or has only tables of others.
    """
    if not set(inspect(connection).get_table_names()) >= _OURS:
        _refuse_tables_of_others(database, connection)
        return None
    version = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()
    if version not in VERSIONS:
        raise StoreError(
            f"The database at {shown_url(database.engine)} is newer than this program "
            f"(version {version}).",
            "Update this program, or set DESIGN_DATABASE_URL to another database.",
        )
    return str(version)


def _refuse_tables_of_others(database: Database, connection: Connection) -> None:
    schema = schema_of(database.engine)
    if database.is_sqlite:
        names = inspect(connection).get_table_names()
    else:
        rows = connection.execute(text(_POSTGRESQL_TABLES)).all()
        names = [f"{each}.{name}" for each, name in rows if schema in (None, each)]
    if not names:
        return
    shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
    way_out = (
        "Set DESIGN_DATABASE_URL to a file of our own."
        if database.is_sqlite
        else "Set DESIGN_DATABASE_URL to a database of our own, or name a schema of our own in "
        "it: ?schema=design_sessions"
    )
    raise StoreError(
        f"The database at {shown_url(database.engine)} has tables of others ({shown}) and none "
        "of ours; it is left alone.",
        way_out,
    )
