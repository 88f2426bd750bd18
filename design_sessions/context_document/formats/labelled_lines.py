"""Paragraphs that list components line by line: ``Schemas: Post, Tag`` and ``Feed (task), ...``."""

from __future__ import annotations

from design_sessions.components import is_known_type
from design_sessions.context_document.lines.dependencies import read_names
from design_sessions.context_document.lines.entries import Entry, entry_of_name
from design_sessions.context_document.lines.names import NamedText
from design_sessions.context_document.lines.several_names import (
    LONGEST_ENUMERATION,
    read_labelled,
    read_several,
)
from design_sessions.markdown import Block, plain_text


def read_labelled_lines(block: Block) -> list[Entry]:
    """The components of a paragraph of which every line names some with their type; else none."""
    entries: list[Entry] = []
    for line, number in lines_of(block):
        named = typed_names(line)
        if not named:
            return []
        entries += [entry_of_name(each, number, each.name) for each in named]
    return entries


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
