"""One table for all components: ``| Component | Type | Description |``."""

from __future__ import annotations

from design_sessions.context_document.lines.dependencies import read_dependency, read_names
from design_sessions.context_document.lines.entries import Entry, entry_of_name, entry_of_path
from design_sessions.context_document.lines.fields import (
    Field,
    canonical,
    first_of,
    read_priority,
    read_type,
    says_nothing,
)
from design_sessions.context_document.lines.listed_paths import read_path
from design_sessions.context_document.lines.names import read_component_name
from design_sessions.context_document.lines.tables import table_rows
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, plain_text, shown

_NAMES = frozenset(
    {
        *("class", "component", "component_name", "components", "live_view", "liveview"),
        *("module", "module_name", "modules", "name", "view"),
    }
)


def read_component_table(block: Block, report: Report) -> list[Entry]:
    """Read a table with a column of module names; nothing for any other table."""
    if block.kind != "table":
        return []
    header, *rows = table_rows(block)
    columns = [canonical(plain_text(cell)) for cell in header[1]]
    names = [n for n, c in enumerate(columns) if c.replace(" ", "_") in _NAMES or c == "module"]
    if not names:
        return []
    entries: list[Entry] = []
    unread: list[tuple[int, str]] = []
    for line, cells in rows:
        cell = plain_text(cells[names[0]]) if names[0] < len(cells) else ""
        entry = _read_name(cell, line)
        if entry is None:
            if not says_nothing(cell):
                unread.append((line, cell))
            continue
        fields = [
            Field(column, value, line)
            for n, (column, value) in enumerate(zip(columns, cells, strict=False))
            if n != names[0]
        ]
        entries.append(_completed(entry, fields, report))
    for line, cell in unread if entries else []:
        report.add(
            line, f"The row {shown(cell)} is left out: a module such as `Post` was expected."
        )
    return entries


def _read_name(cell: str, line: int) -> Entry | None:
    path = read_path(cell)
    if path is not None:
        return entry_of_path(*path, line)
    named = read_component_name(cell)
    if named is None or says_nothing(named.name):
        return None
    return entry_of_name(named, line, cell)


def _completed(entry: Entry, fields: list[Field], report: Report) -> Entry:
    module = first_of(fields, "module")
    whole = read_component_name(plain_text(module.value)) if module else None
    if whole is not None and not whole.joined:
        entry.name = whole.name
    entry.declared_type = read_type(first_of(fields, "type")) or entry.declared_type
    entry.priority = read_priority(first_of(fields, "priority"), report)
    described = first_of(fields, "description")
    entry.description = (plain_text(described.value) if described else "") or entry.description
    stated = first_of(fields, "dependencies")
    if stated is not None:
        entry.dependencies = read_names(stated.value) or read_dependency(stated.value) or []
    read = {"module", "type", "priority", "description", "dependencies"}
    kept = [each for each in fields if each.name not in read and not says_nothing(each.value)]
    entry.details = "\n".join(f"- {each.name}: {each.value}" for each in kept)
    return entry
