"""A table of ``field`` and ``value`` that says what a component is."""

from __future__ import annotations

import re

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.fields import Field, canonical
from design_sessions.markdown import Block, MarkdownDocument, plain_text

_FIELD_HEADERS = frozenset({"field", "property", "attribute", "key"})
_FIRST_CELL = re.compile(r"\s*\|?((?:[^|\\]|\\.)*)\|")


def is_field_table(block: Block, document: MarkdownDocument) -> bool:
    """Whether a block is a table ``field | value``, or begins with its row ``type | schema``."""
    if block.kind != "table":
        return False
    name, value = (cell.lower() for cell in _cells(document.lines[block.line - 1]))
    if value == "value" and name in _FIELD_HEADERS:
        return True
    return name == "type" and normal_type(value) is not ComponentType.OTHER


def read_rows(table: Block, document: MarkdownDocument) -> list[Field]:
    """Each row as a field; the header too, where it is itself a row such as ``type | schema``."""
    rows = []
    for number in [table.line, *range(table.line + 2, table.end)]:
        name, value = _cells(document.lines[number - 1])
        if number != table.line or canonical(name) not in _FIELD_HEADERS:
            rows.append(Field(canonical(name), value, number))
    return rows


def _cells(row: str) -> tuple[str, str]:
    """The two cells of a row: all after the first is the value, whatever ``|`` its code has."""
    match = _FIRST_CELL.match(row)
    if match is None:
        return plain_text(row.strip().strip("|")), ""
    rest = row[match.end() :].rstrip()
    value = rest.removesuffix("|") if not rest.endswith("\\|") else rest
    return plain_text(match.group(1)), value.strip()
