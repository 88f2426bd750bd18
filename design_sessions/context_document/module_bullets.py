"""``- Mod.Name (type): text``, with any decoration of the name, or none of type and text."""

from __future__ import annotations

from design_sessions.context_document.entries import Entry, list_items
from design_sessions.context_document.model import Report
from design_sessions.context_document.names import read_named
from design_sessions.markdown import Block, MarkdownDocument, plain_text


def read_module_bullets(block: Block, document: MarkdownDocument, report: Report) -> list[Entry]:
    """Read the items of a list that begin with a module name."""
    entries = []
    for text, line in list_items(block) if block.kind in ("bullet_list", "ordered_list") else []:
        named = read_named(_first_line_plain(text))
        if named is not None:
            entries.append(
                Entry(
                    name=named.name,
                    line=line,
                    declared_type=named.kind,
                    description=named.text,
                )
            )
    return entries


def _first_line_plain(text: str) -> str:
    first, _, rest = text.partition("\n")
    plain = plain_text(first)
    return f"{plain} {plain_text(rest)}" if rest and ":" in plain else plain
