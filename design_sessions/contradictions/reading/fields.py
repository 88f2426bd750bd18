"""The fields of a schema, from its table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from design_sessions.context_document.lines.tables import table_rows
from design_sessions.markdown import MarkdownDocument, plain_text

_NAMES = frozenset({"field", "name", "attribute", "column", "key"})
_FIELD_NAME = re.compile(r"[a-z_]\w*")
_CONTAINS = re.compile(
    r"(?:^|[.!?]\s+)\W*(?:It\s+)?(?:Contains|Stores|Holds|Fields|Has)\b(?P<rest>(?:[^.]|\.(?!\s|$))*)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_WRITTEN_FIELD = re.compile(r"(?<![\w.:/@])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w(/?!])")
_REFERENCE = re.compile(r"\breferences\s+`?(?P<table>[a-z_]\w*)\.(?P<field>[a-z_]\w*)", re.I)


def contained_fields(line: str) -> list[str]:
    """The fields that a sentence says a schema contains: ``Contains status and sent_at.``

    Only those with ``_`` in their names, which are no words, and none in brackets.
    """
    return [
        name
        for found in _CONTAINS.finditer(line)
        for name in _WRITTEN_FIELD.findall(_IN_BRACKETS.sub("", found["rest"]))
    ]


@dataclass(frozen=True)
class SchemaField:
    """A row of a table of fields."""

    name: str
    type: str
    line: int
    says: str
    refers_to: tuple[str, str] | None
    """The table and column of a foreign key."""


def schema_fields(document: MarkdownDocument) -> Iterator[SchemaField]:
    """The rows of all tables with a column of names, the first, and one of types."""
    for block in document.blocks:
        rows = table_rows(block) if block.kind == "table" else []
        header = [plain_text(cell).lower() for cell in rows[0][1]] if rows else []
        if not header or header[0] not in _NAMES or "type" not in header:
            continue
        column = header.index("type")
        for line, cells in rows[1:]:
            name = plain_text(cells[0]) if cells else ""
            if _FIELD_NAME.fullmatch(name) and column < len(cells):
                says = " ".join(document.lines[line - 1].split())
                found = _REFERENCE.search(says)
                refers_to = (found["table"], found["field"]) if found is not None else None
                yield SchemaField(name, plain_text(cells[column]), line, says, refers_to)
