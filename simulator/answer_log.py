"""The log of answered calls: one JSON line for each, flushed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any


class AnswerLog:
    """Appends to a file, or keeps nothing but the counts when there is none.

    An answer is recorded only when its last byte went to a connection that was still open, so
    that the lines are what a client may have received, no more.
    """

    def __init__(self, path: Path | None) -> None:
        self._file: IO[str] | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        self.counts: dict[str, int] = {}

    def record(self, kind: str, **fields: Any) -> None:
        """Write one line.

        Args:
            kind: ``message``, ``warm-up``, ``error``, ``drop``, ``garbage`` or ``hang``.
            fields: session, component, turn, status, model, tokens and so on.
        """
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self._file is None:
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "kind": kind}
        self._file.write(json.dumps({**line, **fields}) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file; later records only count."""
        if self._file is not None:
            self._file.close()
            self._file = None
