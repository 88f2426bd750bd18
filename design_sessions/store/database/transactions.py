"""Connections and transactions: the one place where the database's errors become the domain's."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import (
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
    TimeoutError,
)

from design_sessions.errors import StoreError, StoreUnavailableError
from design_sessions.secret_variables import SHORTEST_SECRET
from design_sessions.store.database.connections import WRITE, schema_of
from design_sessions.store.database.grouped_writes import GroupedWrites

_REFUSED = re.compile(
    r"FATAL:\s+(database \".*\" does not exist|role \".*\" (does not exist|is not permitted)"
    r"|(password|peer|ident) authentication failed|no pg_hba\.conf entry|permission denied)",
    re.IGNORECASE,
)
"""Of PostgreSQL, about who asks and for which database; its others, such as "the database system is
starting up", pass."""
_FULL = re.compile(r"disk is full|No space left on device|quota exceeded", re.IGNORECASE)
"""As SQLite and the operating system, through PostgreSQL, put it."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Database:
    """Short transactions on one database; safe to use from many threads at once.

    Args:
        engine: from :func:`design_sessions.store.database.connections.create_store_engine`.
        clock: the time in UTC; tests give their own.
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.clock = clock
        self.grouped = GroupedWrites(self.write)
        self._shared = threading.local()
        # SQLite lets others wait by sleeping longer and longer; threads of one process need not.
        self._writing = threading.Lock() if self.is_sqlite else contextlib.nullcontext()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only transaction that never waits for others.

        Raises:
            StoreUnavailableError: the database did not answer.
            StoreError: it refused.
        """
        shared: Connection | None = self.grouped.shared or getattr(self._shared, "connection", None)
        if shared is not None:
            with translated_errors(self.engine):
                yield shared
            return
        with translated_errors(self.engine), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that this thread reads in the body, in one transaction; it sees no later write."""
        with self.read() as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                self._shared.connection = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write, committed at the end, rolled back on an exception.

        On SQLite it holds the write lock from its start, so that it never fails half-way for
        lack of it. Nothing slow may happen inside.

        Raises:
            StoreUnavailableError: the database did not answer or stayed locked.
            StoreError: it refused.
        """
        if (shared := self.grouped.shared) is not None:
            with translated_errors(self.engine):
                yield shared
            return
        with (
            translated_errors(self.engine),
            self._writing,
            self.engine.connect().execution_options(**{WRITE: True}) as connection,
            connection.begin(),
        ):
            yield connection


class StorePart:
    """Base of the groups of operations that make up the store."""

    def __init__(self, database: Database) -> None:
        self._database = database


@contextmanager
def translated_errors(engine: Engine) -> Iterator[None]:
    """Turn every error of the database into a :class:`StoreError` without passwords or values."""
    try:
        yield
    except (OperationalError, InterfaceError, TimeoutError) as error:
        said = describe(error, engine).rstrip(".")
        if _FULL.search(said):
            raise StoreUnavailableError(
                f"There is no space left for the database at {shown_url(engine)}: {said}.",
                "Free some space; everything resumes by itself.",
            ) from None
        if _REFUSED.search(said):
            raise StoreUnavailableError(
                f"The database at {shown_url(engine)} refused: {said}.",
                "Check DESIGN_DATABASE_URL: its database, role and password.",
            ) from None
        raise StoreUnavailableError(
            f"The database at {shown_url(engine)} did not answer: {said}.",
            "Check that it is running and reachable, then retry.",
        ) from None
    except SQLAlchemyError as error:
        raise StoreError(
            f"The database at {shown_url(engine)} refused: {describe(error, engine).rstrip('.')}.",
            "Check DESIGN_DATABASE_URL and the worker's log.",
        ) from None


def shown_url(engine: Engine) -> str:
    """The database's address as a person may see it: no driver, password or options."""
    url = engine.url
    bare = url.set(drivername=url.get_backend_name(), query={})
    schema = schema_of(engine)
    return bare.render_as_string(hide_password=True) + (f" (schema {schema})" if schema else "")


def describe(error: Exception, engine: Engine) -> str:
    """The first line of what the driver said, without the statement, its values or a password."""
    cause = error.orig if isinstance(error, StatementError) and error.orig else error
    lines = str(cause).strip().splitlines()
    text = lines[0] if lines else type(cause).__name__
    password = engine.url.password
    if password and len(password) >= SHORTEST_SECRET:
        for form in (password, quote(password, safe=""), quote_plus(password)):
            text = text.replace(form, "***")
    return text
