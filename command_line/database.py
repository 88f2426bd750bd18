"""How commands find the sessions' database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from design_sessions import program
from design_sessions.errors import NotFoundError
from design_sessions.settings import Settings
from design_sessions.store import Store, open_store
from design_sessions.store.database.connections import parse_database_url
from hosting.endpoints import read_endpoints

_opened: ContextVar[list[Store] | None] = ContextVar("opened", default=None)


@contextmanager
def records_closed_at_end() -> Iterator[None]:
    """Close at the end what :func:`open_records` opens meanwhile, in this thread or for it.

    A command's process ends soon after; one that lives on would keep its connections.
    """
    opened: list[Store] = []
    token = _opened.set(opened)
    try:
        yield
    finally:
        _opened.reset(token)
        for store in opened:
            store.close()


def _database_url(settings: Settings) -> str:
    """The setting, else what the data directory's server was started with, else SQLite."""
    if settings.database_url:
        return settings.database_url
    endpoints = read_endpoints(settings.data_directory)
    return (endpoints.database if endpoints else "") or settings.resolved_database_url()


def missing_file(settings: Settings) -> str | None:
    """The SQLite file of the sessions' database if it is not there: nothing was started yet."""
    parsed = parse_database_url(_database_url(settings))
    file = parsed.database or ""
    return file if parsed.get_backend_name() == "sqlite" and not Path(file).exists() else None


def open_records(settings: Settings) -> Store:
    """The sessions' database, whose tables must be there already.

    Raises:
        NotFoundError: the SQLite file does not exist: nothing was ever started here.
        StoreError: the database does not answer or is not a database of this product.
    """
    if (file := missing_file(settings)) is not None:
        raise NotFoundError(
            f"Session not found: there is no database at {file} yet.",
            f"Start a worker ({program.worker('--dev')}) and a session first, or give the right "
            "--data-dir.",
        )
    store = open_store(_database_url(settings), migrate=False)
    if (opened := _opened.get()) is not None:
        opened.append(store)
    return store
