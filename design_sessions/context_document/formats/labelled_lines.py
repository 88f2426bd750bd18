"""Paragraphs that list components line by line: ``Schemas: Post, Tag``, ``Feed (task), ...`` and
``Feed: task``."""

from __future__ import annotations

import re

from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.context_document.formats.heading_words import is_part_of_a_component
from design_sessions.context_document.formats.unread_text import PRONOUNS
from design_sessions.context_document.lines.dependencies import read_names
from design_sessions.context_document.lines.entries import Entry, entry_of_name
from design_sessions.context_document.lines.fields import read_field
from design_sessions.context_document.lines.names import (
    MODULE,
    NamedText,
    read_component_name,
    speaks_about_components,
    with_stated_type,
)
from design_sessions.context_document.lines.several_names import (
    LONGEST_ENUMERATION,
    read_labelled,
    read_several,
)
from design_sessions.markdown import Block, plain_text

_SET_OFF = re.compile(
    rf"{MODULE}\s*(?:[(\[][^()\[\]]*[)\]]\s*(?:$|[:;,.\u2013\u2014-])|[:\u2013\u2014-])"
)
_NO_NAMES = PRONOUNS | {
    *("Component", "Example", "Implementation", "Kind", "Layer", "Module", "Note", "Pattern"),
    *("Persistence", "Process", "Role", "See", "Storage"),
}
"""Labels of what is said about a component, before words that may be types."""


def read_labelled_lines(block: Block) -> list[Entry]:
    """The components of a paragraph of which every line names some with their type; else none.

    A single line such as ``Feed: task`` may as well say something about what it stands below.
    """
    entries: list[Entry] = []
    lines = lines_of(block)
    for line, number in lines:
        single = typed_name(line) if len(lines) > 1 else None
        named = typed_names(line) or ([single] if single is not None else [])
        if not named:
            return []
        entries += [entry_of_name(each, number, each.name) for each in named]
    return entries


def names_one_in_each_line(block: Block) -> bool:
    """Whether a paragraph has several lines, each with one component and its type."""
    lines = lines_of(block)
    return len(lines) > 1 and all(typed_name(line) is not None for line, _ in lines)


def typed_name(line: str) -> NamedText | None:
    """What a line such as ``Feed: task`` or ``Feed (task): gathers`` names with its type; None for
    sentences and for what is said about a component."""
    plain = plain_text(line[:LONGEST_ENUMERATION])
    if _SET_OFF.match(plain) is None or read_field(line, 1) is not None:
        return None
    named = read_component_name(plain)
    named = None if named is None or named.joined else with_stated_type(named)
    if named is None or normal_type(named.kind) is ComponentType.OTHER:
        return None
    is_label = named.name in _NO_NAMES or speaks_about_components(named.name)
    return None if is_label or is_part_of_a_component(named.name) else named


def typed_names(line: str) -> list[NamedText]:
    """What a line such as ``Schemas: Post, Tag`` names, where it says the type of each."""
    plain = plain_text(line[:LONGEST_ENUMERATION])
    named = read_several(plain) or read_labelled(plain)
    is_typed = all(each.kind is not None and is_known_type(each.kind) for each in named)
    return named if is_typed else []


def enumerated_names(line: str) -> list[str]:
    """The names of a line that is nothing but several of them: ``Post, Tag and Feed.``"""
    text = plain_text(line[:LONGEST_ENUMERATION]).rstrip(".")
    parts = text.replace(" and ", ",").split(",")
    names = read_names(text)
    is_bare = [part.strip() for part in parts if part.strip()] == names
    return names if is_bare and len(names) > 1 else []


def lines_of(block: Block) -> list[tuple[str, int]]:
    """The lines of a paragraph with their numbers; nothing for another block."""
    lines = block.text.split("\n") if block.kind == "paragraph" else []
    return [(line, number) for number, line in enumerate(lines, block.line)]
