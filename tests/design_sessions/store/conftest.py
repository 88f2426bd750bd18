"""Every test that takes ``store`` or ``database_url`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from design_sessions.store import Store, open_store
from design_sessions.store.database.connections import create_store_engine
from design_sessions.store.database.tables import deployment, metadata
from tests.support.migrated import copy_migrated_sqlite
from tests.support.postgresql import DatabaseFactory, postgresql_binaries, throwaway_postgresql
from tests.support.stores import ManualClock, start_components, start_session


@pytest.fixture(scope="session")
def new_postgresql_database() -> Iterator[DatabaseFactory]:
    if postgresql_binaries() is None:
        pytest.skip("PostgreSQL is not installed here: no initdb in /usr/lib/postgresql or on PATH")
    with throwaway_postgresql() as server:
        yield server.create_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'sessions.sqlite3'}"
    factory: DatabaseFactory = request.getfixturevalue("new_postgresql_database")
    return factory()


@pytest.fixture(scope="session")
def migrated_postgresql(new_postgresql_database: DatabaseFactory) -> str:
    """The URL of a database with all tables, which each test leaves empty."""
    url = new_postgresql_database()
    open_store(url, migrate=True).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with all tables and nothing in them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'data' / 'sessions.sqlite3'}"
        copy_migrated_sqlite(url)
        yield url
    else:
        url = request.getfixturevalue("migrated_postgresql")
        yield url
        engine = create_store_engine(url)
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table is not deployment:
                    connection.execute(table.delete())
        engine.dispose()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def parent_id(store: Store) -> UUID:
    """A session of three components."""
    return start_session(store)


@pytest.fixture
def component_ids(store: Store, parent_id: UUID) -> dict[str, UUID]:
    """Its component sessions, by module."""
    return start_components(store, parent_id)


@pytest.fixture
def post_id(component_ids: dict[str, UUID]) -> UUID:
    """One of them."""
    return component_ids["MyApp.Blog.Post"]
