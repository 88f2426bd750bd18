"""A git repository with a context of many components, and its bare origin."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.material import CONTEXT_PATH, READS, context_document, note, note_path

_GIT_SECONDS = 60.0


def generate_repository(directory: Path, components: int) -> Path:
    """Make ``shop`` and its origin ``shop.git`` in a directory; the checkout's path."""
    checkout, origin = directory / "shop", directory / "shop.git"
    files = {note_path(number): note(number) for number in range(1, READS + 1)}
    files[CONTEXT_PATH] = context_document(components)
    for path, text in files.items():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text(text, encoding="utf-8")
    _git(directory, "init", "-q", "--bare", "-b", "main", str(origin))
    _git(checkout, "init", "-q", "-b", "main")
    _git(checkout, "config", "user.name", "Benchmark")
    _git(checkout, "config", "user.email", "benchmark@example.com")
    _git(checkout, "add", "-A")
    _git(checkout, "commit", "-q", "-m", "Start")
    _git(checkout, "remote", "add", "origin", str(origin))
    _git(checkout, "push", "-q", "origin", "main")
    return checkout


def _git(directory: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(directory), *arguments], check=True, timeout=_GIT_SECONDS)
