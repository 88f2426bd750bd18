"""One table for all components: ``| Component | Type | Description |``."""

from __future__ import annotations

import re

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
from design_sessions.context_document.lines.names import (
    read_component_name,
    with_stated_type,
)
from design_sessions.context_document.lines.tables import table_rows
from design_sessions.context_document.lines.type_words import type_and_text
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, plain_text, shown
from design_sessions.modules import is_module_name

_BETWEEN_NAMES = re.compile(r"\s*(?:<br\s*/?>|[,;&]|\band\b)\s*")
_DESCRIBING = frozenset({"role", "what", "what for", "what it does", "what it is"})
_COMPONENTS = frozenset({"component", "components", "module", "modules"})
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
    columns = [_column(plain_text(cell)) for cell in header[1]]
    names = [n for n, c in enumerate(columns) if c.replace(" ", "_") in _NAMES or c == "module"]
    if not names:
        return []
    entries: list[Entry] = []
    unread: list[tuple[int, str]] = []
    for line, cells in rows:
        cell = plain_text(cells[names[0]]) if names[0] < len(cells) else ""
        read = _read_names(cell, line)
        if not read:
            said = [cell, *map(plain_text, cells)] if not cell else [cell]
            unread += [(line, text) for text in said if not says_nothing(text)][:1]
        fields = [
            Field(column, value, line)
            for n, (column, value) in enumerate(zip(columns, cells, strict=False))
            if n != names[0]
        ]
        entries += [_completed(entry, fields, report) for entry in read]
    for line, cell in unread if entries else []:
        report.add(
            line, f"The row {shown(cell)} is left out: a module such as `Post` was expected."
        )
    return entries


def is_list_of_components(block: Block) -> bool:
    """Whether a table says in its header that it lists components or modules."""
    if block.kind != "table":
        return False
    columns = (canonical(plain_text(cell)) for cell in table_rows(block)[0][1])
    return any(re.sub(r"[ _]name$", "", each) in _COMPONENTS for each in columns)


def _column(title: str) -> str:
    name = canonical(title)
    return "description" if name in _DESCRIBING else name


def _read_names(cell: str, line: int) -> list[Entry]:
    """The component of a cell, or several that share its row."""
    path = read_path(cell)
    if path is not None:
        entry = entry_of_path(*path, line)
        return [] if entry is None else [entry]
    named = read_component_name(cell)
    if named is not None:
        named = with_stated_type(named)
        return [] if says_nothing(named.name) else [entry_of_name(named, line, cell)]
    parts = [part for part in _BETWEEN_NAMES.split(cell) if part]
    if len(parts) > 1 and all(is_module_name(part) and not says_nothing(part) for part in parts):
        return [Entry(part, line) for part in parts]
    return []


def _completed(entry: Entry, fields: list[Field], report: Report) -> Entry:
    module = first_of(fields, "module")
    whole = read_component_name(plain_text(module.value)) if module else None
    if whole is not None and not whole.joined:
        entry.name = whole.name
    entry.declared_type = read_type(first_of(fields, "type")) or entry.declared_type
    entry.priority = read_priority(first_of(fields, "priority"), report) or entry.priority
    described = first_of(fields, "description")
    text = (plain_text(described.value) if described else "") or entry.description
    kind, rest = type_and_text(text) if entry.declared_type is None else (None, text)
    entry.declared_type = entry.declared_type or kind
    entry.description = rest
    stated = first_of(fields, "dependencies")
    if stated is not None:
        entry.dependencies = read_names(stated.value) or read_dependency(stated.value) or []
    read = {"module", "type", "priority", "description", "dependencies"}
    kept = [each for each in fields if each.name not in read and not says_nothing(each.value)]
    entry.details = "\n".join(f"- {each.name}: {each.value}" for each in kept)
    return entry
