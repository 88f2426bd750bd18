"""Several components in one line: ``Post (schema), Tag (schema)`` and ``Post, Tag: schemas``."""

from __future__ import annotations

import re
from dataclasses import replace

from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.context_document.formats.heading_words import is_group_name
from design_sessions.context_document.lines.fields import says_nothing
from design_sessions.context_document.lines.names import (
    MODULE,
    NamedText,
    read_component_name,
    undecorated,
)
from design_sessions.context_document.lines.type_words import (
    begins_with_type,
    stated_type,
    type_and_text,
)
from design_sessions.modules import is_module_name

LONGEST_ENUMERATION = 4_000
"""Characters at the start of a line in which components are enumerated."""

_NAME = re.compile(rf"[`*]*(?P<name>{MODULE})[`*]*(?:\s*\((?P<kind>[^()]*)\))?(?![\w(])")
_SEPARATED = re.compile(r"[,;&]|\band\b|\s/\s")
_BETWEEN = re.compile(r"\s*(?:[,;&]\s*(?:and\s+)?|\band\s+|(?<=\s)/\s)")
_AFTER = re.compile(r"\s*(?:\.?$|:(?:\s+|$)|[\u2013\u2014]\s*|-+\s+)")
_TEXT = re.compile(r"\s*[,;]?\s*")
_TYPED = re.compile(rf"(?<![\w.`])(?P<name>{MODULE})\s\((?P<kind>[^()]{{1,40}})\)")
_CONTEXTS = (ComponentType.CONTEXT, ComponentType.COORDINATION_CONTEXT)


def read_several(text: str) -> list[NamedText]:
    """The components that a line of plain text enumerates; empty unless there are two or more.

    Each has a type of its own, or the text after them says what all of them are.
    """
    if _SEPARATED.search(text) is None:
        return []
    line = undecorated(text, LONGEST_ENUMERATION)
    found: list[NamedText] = []
    position = 0
    while (match := _NAME.match(line, position)) is not None:
        found.append(NamedText(match["name"], (match["kind"] or "").strip() or None))
        position = match.end()
        between = _BETWEEN.match(line, position)
        if between is None:
            break
        position = between.end()
    is_typed = all(each.kind is not None and is_known_type(each.kind) for each in found)
    after = _AFTER.match(line, position) or (_TEXT.match(line, position) if is_typed else None)
    if len(found) < 2 or after is None or any(says_nothing(each.name) for each in found):
        return []
    rest = line[after.end() :].strip()
    if not is_typed and not begins_with_type(rest) and not all("." in e.name for e in found):
        return []
    shared, described = type_and_text(rest)
    return [
        replace(each, text=rest)
        if each.kind is not None
        else replace(each, kind=shared, text=described, shares_type=True)
        for each in found
    ]


def read_labelled(text: str) -> list[NamedText]:
    """The components of a line such as ``Schemas: Post, Tag``, whose label is that of a group."""
    label, mark, rest = undecorated(text, LONGEST_ENUMERATION).partition(":")
    if not mark or not is_group_name(label):
        return []
    shared = stated_type(label.split()[-1])
    found: list[NamedText] = []
    for part in _BETWEEN.split(rest.strip().rstrip(".")):
        match = _NAME.fullmatch(part.strip())
        if match is None or not is_module_name(match["name"]) or says_nothing(match["name"]):
            return []
        own = match["kind"]
        if own is not None and not is_known_type(own):
            return []
        found.append(NamedText(match["name"], own or shared, shares_type=own is None))
    return found


def read_typed_inside(text: str) -> list[NamedText]:
    """The names that are followed by a known type in parentheses, anywhere in plain text.

    Contexts are left out: a text speaks of those around it.
    """
    return [
        NamedText(match["name"], match["kind"].strip())
        for match in _TYPED.finditer(text)
        if normal_type(match["kind"]) not in (ComponentType.OTHER, *_CONTEXTS)
        and is_module_name(match["name"])
    ]


def read_type_in_front(text: str) -> NamedText | None:
    """``Schema: Post`` as the schema ``Post``; None for any other text."""
    if ":" not in text:
        return None
    label, _, rest = undecorated(text).partition(":")
    label = label.strip()
    is_type = label.lower() in ("module", "component") or (
        " " not in label and normal_type(label) is not ComponentType.OTHER
    )
    named = read_component_name(rest) if is_type else None
    if named is None or named.joined or named.text or named.kind is not None:
        return None
    return NamedText(named.name, None if label.lower() == "component" else label)
