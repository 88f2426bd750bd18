"""Components that the paragraphs beside a list or before headings name."""

from __future__ import annotations

from design_sessions.context_document.formats.loose_text import is_certain, read_named_lines
from design_sessions.context_document.lines.entries import MENTIONED, Entry
from design_sessions.markdown import Block


def named_beside_list(texts: list[Block]) -> list[Entry]:
    """What the paragraphs around a list say: components only where each has its type with it.

    Several names that share a type may as well be others' (``User, Tag: schemas of Accounts``):
    they are mentioned, and so reported.
    """
    entries: list[Entry] = []
    for entry in read_named_lines(texts).entries:
        is_typed = entry.declared_type is not None
        if is_certain(entry):
            entry.rank = entry.rank if is_typed else MENTIONED
        elif entry.shares_type and is_typed:
            entry.rank = MENTIONED
        else:
            continue
        entry.is_in_prose = True
        entries.append(entry)
    return entries


def named_beside_headings(texts: list[Block]) -> list[Entry]:
    """What the paragraphs before headings name with a type: told where no heading does so."""
    entries = [e for e in named_beside_list(texts) if e.declared_type is not None]
    return [Entry(each.name, each.line, rank=MENTIONED, is_in_prose=True) for each in entries]
