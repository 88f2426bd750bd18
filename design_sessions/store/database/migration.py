"""Bringing a database to the version of this program, by one process at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from filelock import FileLock, Timeout
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.schema import CreateSchema

from design_sessions.errors import StoreError, StoreUnavailableError
from design_sessions.store.database.connections import LOCK_WAIT_SECONDS, schema_of, sqlite_path
from design_sessions.store.database.schema_version import NEWEST, known_version
from design_sessions.store.database.transactions import Database, shown_url, translated_errors

_MIGRATIONS = Path(__file__).with_name("migrations")
_ADVISORY_LOCK = 6_710_886_401_128
"""Any number that no other program on the same PostgreSQL database uses."""


def bring_up_to_date(database: Database) -> None:
    """Make or upgrade the tables, all in one transaction, under a lock.

    Raises:
        StoreError: the database is newer than this program, belongs to others, or refused.
        StoreUnavailableError: it did not answer, or another process migrates for too long.
    """
    if not database.is_sqlite or sqlite_path(database.engine).exists():
        with database.read() as connection:
            known_version(database, connection)
            _check_encoding(database, connection)
    with _migration_lock(database):
        if database.is_sqlite:
            _switch_to_write_ahead_log(database)
        with database.write() as connection:
            if not database.is_sqlite:
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK}
                )
                _make_schema(database, connection)
            if known_version(database, connection) != NEWEST:
                config = migrations_config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")


def _check_encoding(database: Database, connection: Connection) -> None:
    """Refuse a database that cannot hold every text, before one is paid for."""
    if database.is_sqlite:
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreError(
            f"The database at {shown_url(database.engine)} has the encoding {encoding}, which "
            "does not hold all texts.",
            "Create one with UTF-8: createdb --encoding=UTF8 --template=template0 NAME",
        )


def _make_schema(database: Database, connection: Connection) -> None:
    # Whoever may use a schema need not be allowed to make one, even with IF NOT EXISTS.
    schema = schema_of(database.engine)
    if schema is not None and schema not in inspect(connection).get_schema_names():
        connection.execute(CreateSchema(schema))


def _switch_to_write_ahead_log(database: Database) -> None:
    """Readers and a writer at once; the mode stays with the file.

    It cannot be changed in a transaction, nor while others use the file: hence on the driver's
    own connection, and under the lock.
    """
    with translated_errors(database.engine):
        raw = database.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            kind = OperationalError if isinstance(error, sqlite3.OperationalError) else DBAPIError
            raise kind(None, None, error) from error
        finally:
            raw.close()


@contextmanager
def _migration_lock(database: Database) -> Iterator[None]:
    if not database.is_sqlite:
        yield
        return
    path = sqlite_path(database.engine)
    lock = FileLock(path.with_name(f"{path.name}.migration.lock"), timeout=LOCK_WAIT_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise StoreUnavailableError(
            f"Another process has been migrating {path} for {LOCK_WAIT_SECONDS} seconds.",
            "Wait for it, or stop it if it hangs.",
        ) from None
    except OSError as error:
        raise StoreError(
            f"The database at {path} cannot be written: {error.strerror}.",
            "Set DESIGN_DATABASE_URL or DESIGN_DATA_DIR to a writable place.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def migrations_config() -> Config:
    """Where the migrations are."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
