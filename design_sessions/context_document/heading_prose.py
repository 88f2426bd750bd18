"""``### Name`` and a paragraph; a type only where a line or parentheses say one."""

from __future__ import annotations

from design_sessions.context_document.entries import Entry, HeadedEntry, read_text
from design_sessions.context_document.fields import (
    first_of,
    read_module_list,
    read_priority,
    read_type,
)
from design_sessions.context_document.model import Report
from design_sessions.context_document.names import read_named
from design_sessions.markdown import shown


def read_heading_prose(entry: HeadedEntry, report: Report) -> list[Entry]:
    """Read one entry; none, with a diagnostic, when its heading names no module."""
    named = read_named(entry.heading.text)
    if named is None:
        report.add(
            entry.heading.line,
            f"The heading {shown(entry.heading.text)} is left out: a module name such as "
            "`Post` or `MyApp.Blog.Post` was expected.",
        )
        return []
    text = read_text(entry)
    stated = first_of(text.fields, "dependencies")
    found = Entry(
        name=named.name,
        line=entry.heading.line,
        declared_type=read_type(first_of(text.fields, "type")) or named.kind,
        priority=read_priority(first_of(text.fields, "priority"), report),
        description=text.description or named.text,
        dependencies=(read_module_list(stated.value) if stated else []) + text.dependencies,
        details=text.details,
    )
    return [found]
