"""The documents of a repository as texts by path, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from design_sessions.context_document.model import FileReader
from design_sessions.layouts import Layout, layout_of


class RepositoryDocuments(Mapping[str, str]):
    """The documents in one layout. Bytes that are no UTF-8 become U+FFFD.

    Args:
        reader: a work tree or a commit.
        layout: the layout of the context that is checked.
        context_path: the context's document, which may lie outside of it.
    """

    def __init__(self, reader: FileReader, layout: Layout, context_path: str) -> None:
        self._reader = reader
        self._paths = dict.fromkeys(
            path
            for path in reader.list_files()
            if path == context_path or layout_of(path, [layout]) is not None
        )
        self._texts: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._paths:
            raise KeyError(path)
        if path not in self._texts:
            content = self._reader.read_bytes(path) or b""
            self._texts[path] = content.decode("utf-8-sig", "replace")
        return self._texts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
