"""The files of a commit that exists only in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class MemoryMatch:
    path: str
    line: int
    text: str


@dataclass
class MemorySnapshot:
    """Reads like :class:`design_sessions.repository.reading.snapshot.Snapshot`."""

    files: Mapping[str, str | bytes] = field(default_factory=dict)

    def read_bytes(self, path: str) -> bytes | None:
        content = self.files.get(path)
        return content.encode() if isinstance(content, str) else content

    def list_files(self, prefix: str = "") -> list[str]:
        inside = f"{prefix}/"
        return sorted(p for p in self.files if not prefix or p == prefix or p.startswith(inside))

    def search(
        self, pattern: str, path_prefix: str = "", max_results: int = 100
    ) -> list[MemoryMatch]:
        found = [
            MemoryMatch(path, number, line)
            for path in self.list_files(path_prefix)
            for number, line in enumerate(self._text(path).split("\n"), 1)
            if re.search(pattern, line)
        ]
        return found[:max_results]

    def _text(self, path: str) -> str:
        return (self.read_bytes(path) or b"").decode(errors="replace")
