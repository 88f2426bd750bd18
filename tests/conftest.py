"""What holds for every test process: its environment never changes, and it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from design_sessions.store import Store, open_store
from tests.support.environment import fail_on_changes, without_our_settings
from tests.support.migrated import copy_migrated_sqlite
from tests.support.run_limit import end_process_after

RUN_SECONDS = 2_700.0
"""Several times what a whole run takes on two busy cores."""

fail_on_changes()


def pytest_configure(config: pytest.Config) -> None:
    """Limit the run."""
    end_process_after(RUN_SECONDS, config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in slow, "end_to_end" not in item.path.parts))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands in for ``os.environ``: the test's own to change, without settings of ours.

    Our code sees it and hands it on; a subprocess sees it only where it is handed on.
    """
    own = without_our_settings()
    monkeypatch.setattr(os, "environ", own)
    return own


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The URL of an empty database, which is the one of the data directory ``data``."""
    return f"sqlite:///{tmp_path / 'data' / 'sessions.sqlite3'}"


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """What a store reads the time from."""
    return lambda: datetime.now(UTC)


@pytest.fixture
def migrated_database_url(database_url: str) -> str:
    """The URL of a database with all tables."""
    copy_migrated_sqlite(database_url)
    return database_url


@pytest.fixture
def store(migrated_database_url: str, clock: Callable[[], datetime]) -> Iterator[Store]:
    """A store with its tables and nothing in them."""
    opened = open_store(migrated_database_url, migrate=False, clock=clock)
    yield opened
    opened.close()
