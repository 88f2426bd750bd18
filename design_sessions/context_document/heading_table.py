"""``### Name``, a table of ``field`` and ``value`` with a row ``type``, then prose."""

from __future__ import annotations

import re

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.entries import Entry, HeadedEntry, read_text
from design_sessions.context_document.fields import (
    READ_FIELDS,
    Field,
    canonical,
    first_of,
    read_module_list,
    read_priority,
    read_type,
)
from design_sessions.context_document.model import Report
from design_sessions.context_document.names import read_named
from design_sessions.markdown import Block, MarkdownDocument, plain_text, shown
from design_sessions.modules import is_module_name

_FIELD_HEADERS = frozenset({"field", "property", "attribute", "key"})
_FIRST_CELL = re.compile(r"\s*\|?((?:[^|\\]|\\.)*)\|")


def read_heading_table(entry: HeadedEntry, report: Report) -> list[Entry] | None:
    """Read one entry; None when it has no table of fields, none when its name cannot be read."""
    table = next((b for b in entry.blocks if _is_field_table(b, entry.document)), None)
    if table is None:
        return None
    named = read_named(entry.heading.text)
    name = named.name if named else _joined(entry.heading.text)
    if name is None:
        report.add(
            entry.heading.line,
            f"The heading {shown(entry.heading.text)} is left out: a module name such as "
            "`Post` or `MyApp.Blog.Post` was expected.",
        )
        return []
    if named is None:
        report.add(
            entry.heading.line,
            f"The heading {shown(entry.heading.text)} is read as the module name {name}: "
            "write it as one word.",
        )
    rows = _rows(table, entry.document)
    text = read_text(entry, skip=table)
    fields = rows + text.fields
    stated = first_of(fields, "dependencies")
    described = first_of(rows, "description")
    kept = [f"- {row.name}: {row.value}" for row in rows if row.name not in READ_FIELDS]
    found = Entry(
        name=name,
        line=entry.heading.line,
        declared_type=read_type(first_of(fields, "type")) or (named.kind if named else None),
        priority=read_priority(first_of(fields, "priority"), report),
        description=text.description or (described.value if described else ""),
        dependencies=(read_module_list(stated.value) if stated else []) + text.dependencies,
        details="\n\n".join(part for part in ("\n".join(kept), text.details) if part),
    )
    return [found]


def _joined(heading: str) -> str | None:
    words = heading.split()
    name = "".join(words)
    capitalised = all(word[:1].isupper() for word in words)
    return name if capitalised and is_module_name(name) else None


def _is_field_table(block: Block, document: MarkdownDocument) -> bool:
    if block.kind != "table":
        return False
    name, value = (cell.lower() for cell in _cells(document.lines[block.line - 1]))
    if value == "value" and name in _FIELD_HEADERS:
        return True
    return name == "type" and normal_type(value) is not ComponentType.OTHER


def _rows(table: Block, document: MarkdownDocument) -> list[Field]:
    """Each row as a field; the header too, where it is itself a row such as ``type | schema``."""
    numbers = [table.line, *range(table.line + 2, table.end)]
    rows = []
    for number in numbers:
        name, value = _cells(document.lines[number - 1])
        if canonical(name) in _FIELD_HEADERS and number == table.line:
            continue
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
