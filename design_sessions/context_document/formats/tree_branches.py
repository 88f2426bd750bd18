"""What one branch of a tree says: ``Name (Kind)``, a directory, a file, or something else."""

from __future__ import annotations

import re
from dataclasses import replace

from design_sessions.components import ComponentType, normal_type
from design_sessions.context_document.formats.heading_words import (
    is_group_name,
    is_outside_group,
    is_part_of_a_component,
)
from design_sessions.context_document.formats.outline import Branch
from design_sessions.context_document.lines.entries import Entry, entry_of_name, entry_of_path
from design_sessions.context_document.lines.fields import says_nothing
from design_sessions.context_document.lines.listed_paths import read_path
from design_sessions.context_document.lines.names import (
    LONGEST_HEAD,
    NamedText,
    is_function,
    read_component_name,
    with_stated_type,
)
from design_sessions.context_document.model import Report
from design_sessions.markdown import plain_text, shown
from design_sessions.modules import camelize, is_module_name

_COMMENT = re.compile(r"\s(?:#|\u2190|<-+|//)\s?(?P<text>.*)")
_DIRECTORY = re.compile(r"(?P<path>[\w.-]+(?:/[\w.-]+)*)/$")
_FILLER = re.compile(r"[.\u2026\s]*$|etc\b")


def gathers_outside(source: str) -> bool:
    """Whether a branch such as ``External`` lists things outside the context."""
    return is_outside_group(plain_text(source[:LONGEST_HEAD]))


def read_branch(depth: int, source: str, number: int, report: Report) -> Branch | None:
    """The branch in one line; None, with a diagnostic where it may surprise, for any other text.

    Args:
        depth: how far it is indented.
        source: the line behind the marks of the tree.
        number: the line in the document, 1-based.
        report: takes what could not be read.
    """
    match = _COMMENT.search(source)
    comment = match["text"] if match else ""
    text = plain_text((source[: match.start()] if match else source)[:LONGEST_HEAD])
    directory = _DIRECTORY.match(text)
    if directory is not None:
        name = ".".join(camelize(part) for part in directory["path"].split("/"))
        if not is_module_name(name):
            return Branch(depth, None)
        return Branch(depth, Entry(name, number), is_directory=True)
    path = read_path(text)
    entry = entry_of_path(path[0], path[1] or comment, number) if path else None
    if path is not None:
        if entry is not None and normal_type(comment) is not ComponentType.OTHER:
            entry.declared_type = entry.declared_type or comment.strip()
        return None if entry is None else Branch(depth, entry)
    named = read_component_name(text)
    if named is None or says_nothing(named.name):
        if not (is_function(text) or _FILLER.match(text) or says_nothing(text)):
            message = f"The branch {shown(text)} is left out: `Name (Kind)` was expected."
            report.add(number, message)
        return None
    if (named.kind or "").lower().startswith("external"):
        return Branch(depth, None)
    named = with_stated_type(replace(named, text=named.text or comment))
    entry = _entry(named, number, text)
    is_bare = named.kind is None and named.document is None and named.title is None
    return Branch(
        depth,
        entry,
        may_be_group=is_bare and (named.joined or is_group_name(text)),
        may_be_attribute=is_bare and is_part_of_a_component(text.partition(":")[0]),
    )


def _entry(named: NamedText, number: int, text: str) -> Entry:
    """The entry of a branch, in whose parentheses a module is the kind unless it is ours."""
    entry = entry_of_name(named, number, text)
    if named.title is not None:
        entry.name, entry.declared_type, entry.module_in_type = named.title, named.name, named.name
    return entry
