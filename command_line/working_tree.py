"""The files of a directory as they are now, committed or not."""

from __future__ import annotations

import os
from pathlib import Path


class WorkingTree:
    """Reads a directory the way a snapshot reads a commit.

    Args:
        root: top of the repository, or of any directory with documents.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @classmethod
    def around(cls, path: Path) -> WorkingTree:
        """The repository that a file is in; without one, the file's own directory."""
        resolved = path.resolve()
        for directory in (resolved, *resolved.parents):
            if (directory / ".git").exists():
                return cls(directory)
        return cls(resolved if resolved.is_dir() else resolved.parent)

    def relative(self, path: Path) -> str:
        """The path below the root, with forward slashes."""
        return path.resolve().relative_to(self.root).as_posix()

    def read_bytes(self, path: str) -> bytes | None:
        """The content of a file below the root; None when there is no such regular file."""
        target = (self.root / path).resolve()
        if not target.is_relative_to(self.root) or not target.is_file():
            return None
        return target.read_bytes()

    def list_files(self, prefix: str = "") -> list[str]:
        """Paths of all files under a prefix, sorted; nothing hidden but documents' directories."""
        found: list[str] = []
        for directory, names, files in os.walk(self.root):
            names[:] = [name for name in names if name not in _IGNORED]
            for name in files:
                path = Path(directory, name).relative_to(self.root).as_posix()
                if path.startswith(prefix):
                    found.append(path)
        return sorted(found)


_IGNORED = frozenset({".git", ".venv", "node_modules", "deps", "_build", "__pycache__"})
