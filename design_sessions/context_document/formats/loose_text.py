"""Components named in running text, where a section lists them in no other way."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from design_sessions.components import ComponentType, is_known_type, normal_type
from design_sessions.context_document.formats.unread_text import PRONOUNS, unread_names
from design_sessions.context_document.lines.dependencies import (
    names_after_depends_on,
    names_in_prose,
    read_names,
)
from design_sessions.context_document.lines.entries import (
    LISTED,
    MENTIONED,
    Entry,
    entry_of_name,
    stated_dependencies,
)
from design_sessions.context_document.lines.exclusions import is_excluded
from design_sessions.context_document.lines.fields import read_field, read_type, says_nothing
from design_sessions.context_document.lines.names import (
    LONGEST_HEAD,
    MODULE,
    NamedText,
    read_component_name,
    speaks_about_components,
)
from design_sessions.context_document.lines.several_names import (
    LONGEST_ENUMERATION,
    read_labelled,
    read_several,
    read_typed_inside,
)
from design_sessions.context_document.lines.type_words import (
    begins_with_type,
    is_glossary,
    type_and_text,
)
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, plain_text, shown

_MARKED = re.compile(r"\s*(?:\*\*|__|`)")
_BOLD_MODULE = re.compile(rf"\*\*(?P<name>{MODULE})\*\*(?=\s)")
_ENUMERATION = re.compile(
    r"(?:^|:|\b(?:are|is|of|includes?|contains?|has|have|components?|modules?))\s+"
    r"(?P<names>(?:the\s+)?[`*A-Z].*?)[.:]?$"
)
_NO_NAMES = PRONOUNS | {"Example", "Note", "See"}
_MOST_LINES_REPORTED = 200
_CONTEXTS = (ComponentType.CONTEXT, ComponentType.COORDINATION_CONTEXT)


@dataclass
class LooseText:
    """What the paragraphs of a section name, and the lines in which something was left over."""

    entries: list[Entry] = field(default_factory=list)
    unread: list[tuple[str, int]] = field(default_factory=list)

    def report_unread(self, report: Report, known: Collection[str]) -> None:
        """Say of each line what in it seems to be a component and is not read.

        Args:
            report: takes the diagnostics.
            known: words that are not components, such as those of the title.
        """
        read = {each.name for each in self.entries}
        read |= {name.rsplit(".", 1)[-1] for name in read} | set(known)
        for line, number in self.unread[:_MOST_LINES_REPORTED]:
            names = unread_names(line, read)
            if names:
                listed = ", ".join(shown(name) for name in names)
                report.add(
                    number,
                    f"This line about {listed} was not read: a line such as "
                    f"`{names[0]} (schema): what it is` for each component was expected.",
                )


def read_loose_text(opening: list[Block], blocks: list[Block]) -> LooseText:
    """Read names in running text.

    Lines that begin with a component decide, and text that writes a type behind a name; beside
    these, modules that are written with the context's own name are components too. Only where
    there are none of these is every name in the text taken.

    Args:
        opening: the blocks before the first heading of the section.
        blocks: all of its blocks.
    """
    named = read_named_lines(opening)
    for entry in named.entries:
        if entry.declared_type is None and entry.rank < MENTIONED:
            first, _, rest = entry.description.partition("\n")
            entry.declared_type, text = type_and_text(first)
            entry.description = "\n".join(part for part in (text, rest) if part)
    return named if named.entries else _read_mentions(blocks)


def read_named_lines(blocks: list[Block]) -> LooseText:
    """Lines of paragraphs that begin with a component: ``**Post** (schema): a post``.

    The lines below one, and paragraphs until the next, say more about it.
    """
    found = LooseText()
    mentions: list[Entry] = []
    opened = False
    for block in blocks:
        if block.kind != "paragraph":
            continue
        lines = block.text.split("\n")
        in_glossary = is_glossary(lines)
        is_entry = False
        for number, line in enumerate(lines, block.line):
            plain = plain_text(line[:LONGEST_ENUMERATION])
            entries = _entries_of_line(line, plain, number, is_glossary=in_glossary)
            inside = _typed_inside(plain, number, entries)
            own = _own_modules(line, number, [*entries, *inside])
            is_entry = is_entry or bool(entries)
            for each in own if is_entry else []:
                each.rank = MENTIONED
            mentions += own
            found.entries += [*entries, *inside]
            opened = opened or bool(entries)
            if (inside and not entries) or not (entries or own or opened):
                found.unread.append((line, number))
            elif opened and not entries:
                _describe(found.entries[-1], line, number)
    if found.entries:
        found.entries += mentions
        found.entries.sort(key=lambda each: each.line)
    return found


def _entries_of_line(line: str, plain: str, number: int, *, is_glossary: bool) -> list[Entry]:
    several = read_several(plain) or read_labelled(plain)
    if several:
        return [entry_of_name(each, number, each.name) for each in several]
    named = read_component_name(plain) if line else None
    if named is None or says_nothing(named.name) or named.name in _NO_NAMES:
        return []
    is_typed = named.kind is not None and not named.joined
    if is_typed:
        entry = entry_of_name(named, number, line)
        if is_excluded(named.name, plain):
            entry.is_in_prose, entry.rank = True, MENTIONED
        return [entry]
    is_marked = _MARKED.match(line) is not None
    if read_field(line, number) is not None:
        return []
    if is_marked or (_is_stated(named) or (is_glossary and not named.joined)):
        entry = entry_of_name(named, number, line)
        entry.is_in_prose = not is_marked
        return [entry]
    return []


def _is_stated(named: NamedText) -> bool:
    """Whether ``Name: text``, or a name alone, is an entry without markup or a type."""
    if named.joined or speaks_about_components(named.name):
        return False
    return "." in named.name or begins_with_type(named.text)


def _typed_inside(plain: str, number: int, taken: list[Entry]) -> list[Entry]:
    """What a line names with its type behind it, besides the components that open the line."""
    names = {each.name for each in taken}
    return [
        Entry(
            each.name,
            number,
            declared_type=each.kind,
            is_in_prose=True,
            rank=MENTIONED if is_excluded(each.name, plain) else LISTED,
        )
        for each in read_typed_inside(plain)
        if each.name not in names
    ]


def _own_modules(line: str, number: int, taken: list[Entry]) -> list[Entry]:
    """The modules of several segments that a line names; whether they are ours shows later."""
    names = {each.name for each in taken}
    if names_after_depends_on(line):
        return []
    return [
        Entry(name, number, is_in_prose=True)
        for name in dict.fromkeys(names_in_prose(line))
        if "." in name and name not in names
    ]


def _describe(entry: Entry, line: str, number: int) -> None:
    stated = read_field(line, number)
    if stated is None or stated.name not in ("type", "dependencies"):
        entry.description = f"{entry.description}\n{line}".strip()
    elif stated.name == "type":
        entry.declared_type = entry.declared_type or read_type(stated)
    entry.dependencies += stated_dependencies([stated]) if stated is not None else []


def _read_mentions(blocks: list[Block]) -> LooseText:
    """Names anywhere in the text: marked as code or in bold, with a dot, or enumerated."""
    found = LooseText()
    for block in blocks:
        lines = block.text.split("\n") if block.kind == "paragraph" else []
        for number, line in enumerate(lines, block.line):
            names = names_in_prose(line)
            match = _ENUMERATION.search(plain_text(line[:LONGEST_HEAD]))
            parts = read_names(match["names"]) if match else []
            if not names and len(parts) > 1:
                names = parts
            entries = [Entry(name, number) for name in dict.fromkeys(names)]
            for entry in entries:
                entry.rank = MENTIONED
            found.entries += entries
            if not entries:
                found.unread.append((line, number))
    return found


def read_certain_lines(blocks: list[Block]) -> list[Entry]:
    """Lines that open with a component wherever they stand: by a known type, or a whole name."""
    found: list[Entry] = []
    for block in blocks:
        lines = block.text.split("\n") if block.kind == "paragraph" else []
        for number, line in enumerate(lines, block.line):
            bold = _BOLD_MODULE.match(line)
            plain = plain_text(line[:LONGEST_ENUMERATION])
            entries = _entries_of_line(line, plain, number, is_glossary=False)
            if not entries and bold is not None:
                entries = [Entry(bold["name"], number, description=line[bold.end() :].strip())]
            found += filter(is_certain, entries)
    return found


def is_certain(entry: Entry) -> bool:
    """Whether an entry is one wherever it stands: with a document, a whole name or a known type of
    its own."""
    has_type = entry.declared_type is not None and not entry.shares_type
    is_typed = has_type and is_known_type(entry.declared_type)
    is_context = normal_type(entry.declared_type) in _CONTEXTS
    return entry.document is not None or "." in entry.name or (is_typed and not is_context)
