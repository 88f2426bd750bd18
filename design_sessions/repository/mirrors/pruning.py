"""Removing mirrors that no session needs any more; one that is missed is fetched again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from design_sessions.repository.mirrors.directory import mirror_path
from design_sessions.repository.remote_url import redact_url


def prune_mirrors(data_directory: Path, in_use: Iterable[str]) -> list[Path]:
    """Remove all mirrors of a data directory but those of these remotes; returns what went."""
    kept = {mirror_path(data_directory, redact_url(url)) for url in in_use}
    mirrors = data_directory / "mirrors"
    if not mirrors.is_dir():
        return []
    gone = sorted(p for p in mirrors.iterdir() if (p / "HEAD").is_file() and p not in kept)
    for mirror in gone:
        shutil.rmtree(mirror, ignore_errors=True)
        for lock in mirrors.glob(f"{mirror.name}.*.lock"):
            lock.unlink(missing_ok=True)
    return gone
