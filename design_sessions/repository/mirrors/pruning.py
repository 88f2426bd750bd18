"""Removing mirrors that no session needs any more; one that is missed is fetched again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import filelock

from design_sessions.repository.mirrors.directory import lock_file, mirror_path
from design_sessions.repository.remote_url import redact_url

IN_USE_FOR = 3_600.0
"""Seconds after its last lock in which a mirror may still be read, such as by a ``start`` whose
session has no record yet."""


def prune_mirrors(data_directory: Path, in_use: Iterable[str]) -> list[Path]:
    """Remove all mirrors of a data directory but those of these remotes; returns what went.

    What another process holds or has used lately stays. So do lock files: a process that waits for
    one would otherwise hold a file that nobody else finds.
    """
    kept = {mirror_path(data_directory, redact_url(url)) for url in in_use}
    mirrors = data_directory / "mirrors"
    if not mirrors.is_dir():
        return []
    candidates = sorted(p for p in mirrors.iterdir() if (p / "HEAD").is_file() and p not in kept)
    return [mirror for mirror in candidates if _remove(mirror)]


def _remove(mirror: Path) -> bool:
    """Remove a mirror unless it is in use."""
    locks = [*mirror.parent.glob(f"{mirror.name}.*.lock"), mirror]
    if any(time.time() - path.stat().st_mtime < IN_USE_FOR for path in locks):
        return False
    try:
        with filelock.FileLock(lock_file(mirror), timeout=0):
            shutil.rmtree(mirror, ignore_errors=True)
    except filelock.Timeout:
        return False
    return True
