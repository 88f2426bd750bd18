"""Repositories in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.context_document.reading import read_context


class Files:
    """A repository at one commit: content by path."""

    def __init__(self, files: dict[str, str | bytes]) -> None:
        self._files = {
            path: content if isinstance(content, bytes) else content.encode()
            for path, content in files.items()
        }

    def read_bytes(self, path: str) -> bytes | None:
        return self._files.get(path)

    def list_files(self, prefix: str = "") -> list[str]:
        return sorted(path for path in self._files if path.startswith(prefix))


MakeFiles = Callable[[dict[str, str | bytes]], FileReader]
ReadBlog = Callable[..., ContextDesign]


@pytest.fixture
def repository() -> MakeFiles:
    """Makes a repository of the given files."""
    return Files


@pytest.fixture
def read_blog() -> ReadBlog:
    """Reads ``MyApp.Blog`` from the text of its document, with more files beside it."""

    def read(text: str | bytes, **options: dict[str, str | bytes]) -> ContextDesign:
        files = {"docs/design/my_app/blog.md": text, **options.get("beside", {})}
        return read_context(Files(files), "MyApp.Blog")

    return read


@pytest.fixture
def shared_data() -> Path:
    """Real contexts that are no part of this repository."""
    directory = Path(__file__).parents[3].parent / "shared" / "data"
    if not directory.is_dir():
        pytest.skip(f"needs {directory}")
    return directory
