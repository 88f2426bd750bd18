"""A table of ``field`` and ``value`` that says what a component is."""

from __future__ import annotations

import re

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.lines.fields import Field, canonical
from design_sessions.markdown import Block, MarkdownDocument, plain_text

_FIELD_HEADERS = frozenset({"field", "property", "attribute", "key"})
_CELL = re.compile(r"((?:[^|\\]|\\.)*+)\|")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")


def is_field_table(block: Block, document: MarkdownDocument) -> bool:
    """Whether a block is a table ``field | value``, or begins with its row ``type | schema``.

    Its header may be empty, it may have more columns, and the line below the header, which makes
    it a table in Markdown, may be missing or have another number of columns.
    """
    if block.kind == "paragraph":
        lines = document.lines[block.line - 1 : block.end - 1]
        if len(lines) < 2 or not all("|" in line for line in lines):
            return False
    elif block.kind != "table":
        return False
    name, value = (cell.lower() for cell in _cells(document.lines[block.line - 1], 0))
    if value == "value" and name in _FIELD_HEADERS:
        return True
    if not name and not value:
        rows = _rows_below(block, document)
        return any(canonical(_cells(row, 0)[0]) == "type" for _, row in rows)
    return name == "type" and normal_type(value) is not ComponentType.OTHER


def read_rows(table: Block, document: MarkdownDocument) -> list[Field]:
    """Each row as a field; the header too, where it is itself a row such as ``type | schema``."""
    header = document.lines[table.line - 1]
    columns = len(_split(header))
    rows = []
    for number, row in [(table.line, header), *_rows_below(table, document)]:
        name, value = _cells(row, columns)
        is_header = number == table.line and (canonical(name) in _FIELD_HEADERS or not name)
        if not is_header:
            rows.append(Field(canonical(name), value, number))
    return rows


def _rows_below(table: Block, document: MarkdownDocument) -> list[tuple[int, str]]:
    """The rows without header and rule, with their lines."""
    numbers = range(table.line + 1, table.end)
    lines = [(number, document.lines[number - 1]) for number in numbers]
    return lines[1:] if lines and _RULE.fullmatch(lines[0][1]) else lines


def _cells(row: str, columns: int) -> tuple[str, str]:
    """The first two cells of a row.

    In a table of two ``columns`` all after the first is the value, whatever ``|`` its code has.
    """
    cells = _split(row)
    if columns == 2:
        return plain_text(cells[0]), "|".join(cells[1:]).strip()
    return plain_text(cells[0]), (cells[1] if len(cells) > 1 else "").strip()


def _split(row: str) -> list[str]:
    """The cells of a row; a ``|`` behind a backslash is text."""
    text = row.strip().removeprefix("|")
    cells = []
    position = 0
    while (match := _CELL.match(text, position)) is not None:
        cells.append(match.group(1))
        position = match.end()
    rest = text[position:]
    return [*cells, rest] if rest.strip() or not cells else cells
