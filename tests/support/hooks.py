"""Hooks of a remote: a push that is held until a test lets it go, and a count of pushes."""

from __future__ import annotations

import time
from pathlib import Path

_HELD_SECONDS = 60


class HeldPush:
    """Holds the first push to a bare repository that brings a commit with such a subject.

    ``subject`` is a pattern of ``grep`` for the whole line. Later pushes pass; one that is held
    for too long passes as well, so that nothing hangs.
    """

    def __init__(self, origin: Path, *, subject: str) -> None:
        self._directory = origin / "held"
        self._directory.mkdir()
        _install(
            origin,
            "pre-receive",
            f"""
            while read old new ref; do
              git log --format=%s "$new" --not --branches | grep -qx '{subject}' || continue
              mkdir held/first 2>/dev/null || continue
              touch held/holding
              for _ in $(seq {_HELD_SECONDS * 20}); do
                test -e held/refuse && exit 1
                test -e held/go && exit 0
                sleep 0.05
              done
            done
            exit 0
            """,
        )

    def wait_until_held(self, patience: float = 30.0) -> None:
        """Wait until the push has come."""
        deadline = time.monotonic() + patience
        while not (self._directory / "holding").exists():
            if time.monotonic() > deadline:
                raise TimeoutError("no such push has come")
            time.sleep(0.02)

    def let_go(self) -> None:
        """Let the held push pass."""
        (self._directory / "go").touch()

    def refuse(self) -> None:
        """Let the held push fail: nothing of it lands."""
        (self._directory / "refuse").touch()


class CountedPushes:
    """Counts the pushes that a bare repository has taken."""

    def __init__(self, origin: Path) -> None:
        self._log = origin / "pushes"
        self._log.touch()
        _install(origin, "post-receive", "echo push >> pushes")

    def count(self) -> int:
        """How many there were."""
        return len(self._log.read_text().splitlines())


def _install(origin: Path, name: str, script: str) -> None:
    hook = origin / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)
