"""An SQLite database with all tables, to copy: migrating one takes longer than most tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from design_sessions.store import open_store


@cache
def _migrated() -> Path:
    directory = tempfile.mkdtemp(prefix="migrated-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    path = Path(directory) / "sessions.sqlite3"
    open_store(f"sqlite:///{path}", migrate=True).close()
    return path


def copy_migrated_sqlite(url: str) -> None:
    """Put a database with all tables, and nothing in them, where this URL has none yet."""
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite") and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_migrated(), path)
