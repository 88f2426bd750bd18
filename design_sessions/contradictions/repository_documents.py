"""Checking contexts of a repository: its documents by path, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from design_sessions.context_document.formats.detection import lists_components
from design_sessions.context_document.model import FileReader
from design_sessions.contradictions.examination import Contradictions, find_contradictions
from design_sessions.errors import InputError
from design_sessions.layouts import Layout, layout_of
from design_sessions.markdown import MarkdownDocument
from design_sessions.project_settings.layout_check import project_contexts, read_project_context
from design_sessions.project_settings.model import ProjectSettings


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


def check_context(settings: ProjectSettings, files: FileReader, name: str) -> Contradictions:
    """Check one context.

    Args:
        settings: the project's own.
        files: a work tree or a commit.
        name: the context's module or its document's path.

    Raises:
        NotFoundError: there is no such context.
        InputError: its document cannot be read or lists no component.
    """
    context = read_project_context(settings, files, name)
    documents = RepositoryDocuments(files, context.layout, context.path)
    return find_contradictions(context, documents, own_types=settings.own_types())


def check_all_contexts(
    settings: ProjectSettings, files: FileReader
) -> tuple[list[Contradictions], list[str]]:
    """Check every context, and say which documents only look like one.

    Raises:
        InputError: a document with a section of components cannot be read.
    """
    checked: list[Contradictions] = []
    left_out: list[str] = []
    for each in project_contexts(settings, files):
        try:
            checked.append(check_context(settings, files, each.path))
        except InputError as error:
            content = files.read_bytes(each.path) or b""
            if lists_components(MarkdownDocument(content.decode("utf-8-sig", "replace"))):
                raise
            left_out.append(f"{each.path}: left out: {error.message}")
    return checked, left_out
