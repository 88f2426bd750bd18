"""What the documents of the components themselves say, where they exist already."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.context_document.finding.identity import title_module
from design_sessions.context_document.lines.fields import Field, read_field, read_type
from design_sessions.context_document.model import FileReader, read_many
from design_sessions.markdown import MarkdownDocument


class OwnDocuments:
    """The components' documents at the commit that is read."""

    def __init__(self, reader: FileReader) -> None:
        self._reader = reader
        self._documents: dict[str, MarkdownDocument] = {}

    def load(self, paths: Iterable[str]) -> None:
        """Read those of the paths that are there."""
        wanted = [path for path in dict.fromkeys(paths) if path not in self._documents]
        for path, content in read_many(self._reader, wanted).items():
            self._documents[path] = MarkdownDocument(content.decode("utf-8-sig", "replace"))

    def type_field(self, path: str) -> Field | None:
        """The type that a component's document declares; None without document or type."""
        document = self._documents.get(path)
        return None if document is None else _type_field(document)

    def titles(self, path: str) -> list[str]:
        """The module in the document's title, for its spelling; empty without one."""
        document = self._documents.get(path)
        title = document.title if document else None
        module = title_module(title.text) if title else None
        return [module] if module else []


def declared_type(document: MarkdownDocument) -> str | None:
    """The type in ``**Type**: x`` before the first section, else in a section ``## Type``."""
    return read_type(_type_field(document))


def _type_field(document: MarkdownDocument) -> Field | None:
    sections = [heading for heading in document.headings if heading.level > 1]
    end = sections[0].line if sections else len(document.lines) + 1
    for block in document.blocks_between(1, end):
        found = _first_type(document, block.line, block.end)
        if block.kind in ("paragraph", "bullet_list") and found is not None:
            return found
    for heading in sections:
        if heading.level == 2 and heading.text.lower().rstrip(":") == "type":
            for block in document.blocks_between(heading.content_line, document.end_of(heading)):
                lines = document.source(block).lstrip("-*+ ").split("\n", 1)
                first = lines[0] if block.kind in ("paragraph", "bullet_list") else ""
                found = read_field(first, block.line) if first else None
                if found is not None and found.name == "type":
                    return found
                return Field("type", first, block.line) if first else None
    return None


def _first_type(document: MarkdownDocument, start: int, end: int) -> Field | None:
    for number in range(start, end):
        found = read_field(document.lines[number - 1].lstrip("-+ "), number)
        if found is not None and found.name == "type":
            return found
    return None
