"""Which version a database has, and whether it is this program's; loads no migration."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from design_sessions.errors import StoreError
from design_sessions.store.database.transactions import Database, shown_url

VERSIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every migration's revision, oldest first."""
NEWEST = VERSIONS[-1]

_TABLE = "alembic_version"


def check_version(database: Database) -> None:
    """See that the tables are those of this program, and change nothing.

    Raises:
        StoreError: they are older, newer or not there.
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
        StoreError: the database is newer than this program.
    """
    if not inspect(connection).has_table(_TABLE):
        return None
    version = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()
    if version is not None and version not in VERSIONS:
        raise StoreError(
            f"The database at {shown_url(database.engine)} is newer than this program "
            f"(version {version}).",
            "Update this program, or set DATABASE_URL to another database.",
        )
    return version
