"""The type that a group gives to what it gathers."""

from __future__ import annotations

from design_sessions.context_document.formats.heading_words import type_of_group
from design_sessions.context_document.lines.entries import Entry


def with_type_of_group(heading: str, entries: list[Entry]) -> list[Entry]:
    """The entries below a heading or label; those without a type have that of its group."""
    kind = type_of_group(heading)
    if kind is not None:
        for each in entries:
            each.declared_type = each.declared_type or kind.lower()
    return entries
