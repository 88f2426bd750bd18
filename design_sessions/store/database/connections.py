"""From ``DESIGN_DATABASE_URL`` to an engine that is set up for many threads and processes.

The user names a database, never a driver: ``sqlite:///path`` and ``postgresql://...`` are all
there is, and what is behind them is ours to know.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from design_sessions import program
from design_sessions.errors import InputError, StoreError
from design_sessions.file_modes import make_private_directory
from design_sessions.store.database.column_types import json_text

WRITE = "design_sessions_write"
"""Execution option of a connection whose transaction may write."""

_SCHEMA = "design_sessions_schema"
"""Execution option of an engine whose tables are in a schema of our own."""

LOCK_WAIT_SECONDS = 60
"""How long a statement waits for another process's lock before it counts as unavailable."""

_CONNECT_TIMEOUT_SECONDS = 10
_FORMS = "Use sqlite:///path/to/file or postgresql://user:password@host:port/database."


def create_store_engine(database_url: str, *, create: bool = True) -> Engine:
    """An engine for ``database_url``; nothing is connected yet.

    Args:
        database_url: ``sqlite:///path`` (``~`` allowed) or ``postgresql://...``, in which
            ``?schema=`` names a PostgreSQL schema of our own.
        create: make the directories of an SQLite file; without it, a missing file is an error.

    Raises:
        InputError: not the URL of a database we can use.
        StoreError: the SQLite file's directory cannot be created, or there is no file.
    """
    url = parse_database_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, create=create)
    return _postgresql_engine(url)


def parse_database_url(database_url: str) -> URL:
    """The URL with our drivers in it; ``schema`` stays in its query.

    Raises:
        InputError: not one we can use; the text never repeats the URL, which may hold a password.
    """
    try:
        url = make_url(database_url.strip())
    except (ArgumentError, ValueError):
        raise InputError("DESIGN_DATABASE_URL is not a database URL.", _FORMS) from None
    match url.drivername.partition("+")[0]:
        case "sqlite":
            if url.database in (None, "", ":memory:"):
                raise InputError(
                    "DESIGN_DATABASE_URL names a database in memory, which no other process sees.",
                    _FORMS,
                )
            if "schema" in url.query:
                raise InputError(
                    "DESIGN_DATABASE_URL names a schema, which SQLite does not have.",
                    "Name a file of our own.",
                )
            path = Path(str(url.database)).expanduser().absolute()
            return url.set(drivername="sqlite+pysqlite", database=str(path))
        case "postgresql" | "postgres":
            if isinstance(url.query.get("schema"), tuple):
                raise InputError("DESIGN_DATABASE_URL names several schemas.", "Name one.")
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise InputError(
                f"DESIGN_DATABASE_URL names {other!r}, which is not supported.", _FORMS
            )


def schema_of(engine: Engine) -> str | None:
    """The PostgreSQL schema that ``?schema=`` names; None without one."""
    schema: str | None = engine.get_execution_options().get(_SCHEMA)
    return schema


def sqlite_path(engine: Engine) -> Path:
    """The file behind an SQLite engine."""
    return Path(str(engine.url.database))


def _sqlite_engine(url: URL, *, create: bool) -> Engine:
    path = Path(str(url.database))
    if create:
        try:
            make_private_directory(path.parent)
        except OSError as error:
            raise StoreError(
                f"Cannot create the directory {path.parent} for the database: {error.strerror}.",
                "Set DESIGN_DATABASE_URL or DESIGN_DATA_DIR to a writable place.",
            ) from None
    elif not path.exists():
        raise StoreError(
            f"There is no database at {path} yet.",
            f"Start a worker once to create it: {program.worker('--dev')}",
        )
    engine = create_engine(
        url,
        # None is opened for a moment: a new connection reads the whole schema first. Threads share
        # them, since each keeps statements and pages in memory.
        pool_size=16,
        max_overflow=0,
        pool_timeout=LOCK_WAIT_SECONDS,
        connect_args={"timeout": LOCK_WAIT_SECONDS},
        json_serializer=json_text,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling would begin transactions late and never IMMEDIATE.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        # The pages that a connection keeps are of no use once another has written.
        connection.execute("PRAGMA cache_size = -256")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    query = {"connect_timeout": str(_CONNECT_TIMEOUT_SECONDS), **url.query}
    schema = query.pop("schema", None)
    engine = create_engine(
        url.set(query=query),
        execution_options={_SCHEMA: schema},
        # A pooler that hands out connections by transaction loses prepared statements.
        connect_args={"prepare_threshold": None, "client_encoding": "utf8"},
        pool_size=5,
        max_overflow=15,
        pool_timeout=LOCK_WAIT_SECONDS,
        pool_pre_ping=True,
        pool_recycle=1800,
        json_serializer=json_text,
        hide_parameters=True,
    )

    # A worker that vanishes in a transaction must not hold its locks until TCP notices.
    milliseconds = str(LOCK_WAIT_SECONDS * 1000)
    wanted = {
        "lock_timeout": milliseconds,
        "idle_in_transaction_session_timeout": milliseconds,
    }
    if schema is not None:
        wanted["search_path"] = engine.dialect.identifier_preparer.quote_identifier(str(schema))
    setting = ", ".join("set_config(%s, %s, true)" for _ in wanted)
    values = tuple(value for pair in wanted.items() for value in pair)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # For each transaction: a pooler may give the next one to another connection.
        connection.exec_driver_sql(f"SELECT {setting}", values)

    return engine
