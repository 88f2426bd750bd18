"""What reading a context document takes and gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, runtime_checkable

from pydantic import BaseModel, Field

from design_sessions.components import Component
from design_sessions.layouts import Layout

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a file that are read. A few large files in several conversations at once would otherwise
take more memory than a worker has."""
LARGEST_SEARCHED = 32 * 1024 * 1024
"""Bytes of a file that is searched; larger ones are left out."""


class FileReader(Protocol):
    """The files of a repository at one commit; paths are relative to its root, with ``/``."""

    def read_bytes(self, path: str) -> bytes | None:
        """The first :data:`LARGEST_FILE` bytes of a file, None without such a file."""
        ...

    def list_files(self, prefix: str = "") -> list[str]:
        """Paths of all files in the directory ``prefix``."""
        ...


@runtime_checkable
class BulkReader(Protocol):
    """A reader for which many files at once are cheaper than one by one."""

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Content by path of the files that are there."""
        ...


@runtime_checkable
class LinkReader(Protocol):
    """A reader that knows symbolic links, which no reader follows."""

    def list_links(self, prefix: str = "") -> list[str]:
        """Paths of the symbolic links in the directory ``prefix``, or of that path."""
        ...


def read_many(reader: FileReader, paths: Iterable[str]) -> dict[str, bytes]:
    """Content by path of the files that are there."""
    if isinstance(reader, BulkReader):
        return reader.read_many(paths)
    found = ((path, reader.read_bytes(path)) for path in paths)
    return {path: content for path, content in found if content is not None}


class Diagnostic(BaseModel):
    """What could not be read as it stands, and what was expected. ``line`` is 1-based."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContextDesign(BaseModel):
    """One context and the components that its document lists."""

    module: str
    project_module: str
    path: str
    """The context document, relative to the repository's root."""
    layout: Layout
    title: str
    description: str
    components: list[Component]
    """By priority, highest first, then by name."""
    dependencies: list[str] = Field(default_factory=list)
    """Modules of the context's own Dependencies section, in its order, each once."""
    diagnostics: list[Diagnostic] = Field(default_factory=list)
    """In the order of files and lines."""


class Report:
    """Collects the diagnostics of one document."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []

    def add(self, line: int, message: str, *, path: str | None = None) -> None:
        """Note that a line could not be read, and what was expected there.

        ``path`` is that of another document than the one that is read.
        """
        self.diagnostics.append(Diagnostic(path=path or self.path, line=line, message=message))

    def withdraw(self, lines: Collection[int], first: int) -> None:
        """Take back what was noted about lines that were read after all.

        Args:
            lines: their numbers, 1-based.
            first: how many of the notes, in the order in which they were added, are meant.
        """
        self.diagnostics = [
            each
            for index, each in enumerate(self.diagnostics)
            if index >= first or each.path != self.path or each.line not in lines
        ]
