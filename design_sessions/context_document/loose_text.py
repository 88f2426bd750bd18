"""Components named in running text, where a section lists them in no other way."""

from __future__ import annotations

import re

from design_sessions.context_document.dependencies import (
    names_after_depends_on,
    names_in_prose,
    read_names,
)
from design_sessions.context_document.entries import Entry, entry_of_name
from design_sessions.context_document.fields import read_field, says_nothing
from design_sessions.context_document.names import LONGEST_HEAD, read_component_name
from design_sessions.markdown import Block, plain_text

_MARKED = re.compile(r"\s*(?:\*\*|__|`)")
_ENUMERATION = re.compile(
    r"(?:^|:|\b(?:are|is|of|includes?|contains?|has|have|components?|modules?))\s+"
    r"(?P<names>(?:the\s+)?[`*A-Z].*?)[.:]?$"
)


def read_named_lines(blocks: list[Block]) -> list[Entry]:
    """Lines of paragraphs that begin with a marked name: ``**Post** (schema): a post``.

    The lines below one, and paragraphs until the next, say more about it.
    """
    entries: list[Entry] = []
    for line, number in _lines(blocks):
        named = read_component_name(plain_text(line[:LONGEST_HEAD])) if line else None
        is_typed = named is not None and named.kind is not None and not named.joined
        if named is None or says_nothing(named.name) or not (_MARKED.match(line) or is_typed):
            if entries:
                entries[-1].description = f"{entries[-1].description}\n{line}".strip()
                entries[-1].dependencies += names_after_depends_on(line)
        elif read_field(line, number) is None or is_typed:
            entries.append(entry_of_name(named, number, line))
    return entries


def read_loose_names(blocks: list[Block]) -> list[Entry]:
    """Names anywhere in the text: marked as code or in bold, with a dot, or enumerated."""
    entries = []
    for line, number in _lines(blocks):
        names = names_in_prose(line)
        match = _ENUMERATION.search(plain_text(line[:LONGEST_HEAD]))
        parts = read_names(match["names"]) if match else []
        if not names and len(parts) > 1:
            names = parts
        entries += [Entry(name, number) for name in dict.fromkeys(names)]
    return entries


def _lines(blocks: list[Block]) -> list[tuple[str, int]]:
    return [
        (line, block.line + offset)
        for block in blocks
        if block.kind == "paragraph"
        for offset, line in enumerate(block.text.split("\n"))
    ]
