"""What the documents of the components themselves say, where they exist already."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.context_document.fields import read_field, read_type
from design_sessions.context_document.identity import title_module
from design_sessions.context_document.model import FileReader, read_many
from design_sessions.layouts import Layout, path_below_root
from design_sessions.markdown import MarkdownDocument


class OwnDocuments:
    """The components' documents at the commit that is read."""

    def __init__(self, reader: FileReader, layout: Layout) -> None:
        self._reader = reader
        self._layout = layout
        self._documents: dict[str, MarkdownDocument] = {}

    def load(self, paths: Iterable[str]) -> None:
        """Read those of the paths that are there."""
        there = set(self._reader.list_files())
        wanted = [path for path in dict.fromkeys(paths) if path in there]
        for path, content in read_many(self._reader, wanted).items():
            self._documents[path] = MarkdownDocument(content.decode("utf-8-sig", "replace"))

    def declared_type(self, path: str) -> str | None:
        """The type that a component's document declares; None without document or type."""
        document = self._documents.get(path)
        return None if document is None else declared_type(document)

    def titles(self, path: str) -> list[str]:
        """The module in the document's title, for its spelling; empty without one."""
        document = self._documents.get(path)
        title = document.title if document else None
        module = title_module(title.text) if title else None
        return [module] if module else []

    def path_below_root(self, path: str) -> str | None:
        """The part of a path that names the module; None outside the layout."""
        return path_below_root(self._layout, path)


def declared_type(document: MarkdownDocument) -> str | None:
    """The type in ``**Type**: x`` before the first section, else in a section ``## Type``."""
    sections = [heading for heading in document.headings if heading.level > 1]
    end = sections[0].line if sections else len(document.lines) + 1
    for block in document.blocks_between(1, end):
        if block.kind != "paragraph":
            continue
        for line in block.text.split("\n"):
            found = read_field(line, block.line)
            if found is not None and found.name == "type":
                return read_type(found)
    for heading in sections:
        if heading.level == 2 and heading.text.lower() == "type":
            for block in document.blocks_between(heading.content_line, document.end_of(heading)):
                first = block.text.split("\n", 1)[0]
                found = read_field(f"Type: {first}", block.line) if first else None
                return read_type(found)
    return None
