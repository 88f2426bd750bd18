"""Where and in which format a document lists its components.

Real documents mix formats, so the decision is never made for a whole document: each block and each
heading of a section about components goes to the first format that finds something in it. What
each finds has a rank (see :class:`entries.Entry`), and the best rank decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.context_document.formats.component_lists import read_component_list
from design_sessions.context_document.formats.component_table import (
    is_list_of_components,
    read_component_table,
)
from design_sessions.context_document.formats.component_tree import read_component_tree
from design_sessions.context_document.formats.heading_tree import heading_tree
from design_sessions.context_document.formats.headings import HeadingReader
from design_sessions.context_document.formats.left_out import (
    lists_only_names,
    report_beside,
    report_left_items,
)
from design_sessions.context_document.formats.loose_text import (
    is_certain,
    read_certain_lines,
    read_loose_text,
)
from design_sessions.context_document.formats.named_beside import (
    named_beside_headings,
    named_beside_list,
)
from design_sessions.context_document.formats.type_notes import report_words
from design_sessions.context_document.formats.unread_blocks import report_unread_blocks
from design_sessions.context_document.lines.entries import (
    FOUND_ELSEWHERE,
    LISTED,
    SHOWN,
    Entry,
)
from design_sessions.context_document.lines.lists import read_list
from design_sessions.context_document.lines.names import read_component_name
from design_sessions.context_document.model import Report
from design_sessions.markdown import Block, Heading, MarkdownDocument, shown

_LISTING = re.compile(
    r"(?:(?:child|sub|core|main|key|internal|public|supporting|live|function|domain|context|planned"
    r"|proposed|required|ui|new|all|our|the|its)[ -])*"
    r"(?:(?:sub|live|liveview )?components?|modules|live ?views?)"
    r"(?: list| listing| overview| breakdown| specifications?| definitions?| descriptions?"
    r"| designs?| details| responsibilities"
    r"| (?:and|&) (?:their )?(?:sub)?(?:components|modules|liveviews|responsibilities|roles))?"
)
_DIAGRAM = re.compile(
    r"(?:component|module|context)s? (?:diagram|structure|tree|architecture|hierarchy|layout|map)s?"
)
_REMARK = re.compile(r"\s*(?:\([^()]*\)|\{[^{}]*\})\s*$")
_NOT_OURS = re.compile(
    r".*dependenc|public api|functions|delegates|references|see also|related|(?:test|out of)\b"
)
"""Sections that name modules in the forms of a list of components, and list none."""


@dataclass(frozen=True)
class FoundEntry:
    """An entry and the section it was found in; several sections may list the same component."""

    entry: Entry
    section: Heading | None


def section_name(text: str) -> str:
    """A heading's text as it is compared with the names of sections."""
    words = re.sub(r"^[^A-Za-z]+", "", _REMARK.sub("", text.lower())).rstrip(": ")
    return " ".join(words.split())


def is_component_section(text: str) -> bool:
    """Whether a heading opens a section that lists or shows components."""
    name = section_name(text)
    return _LISTING.fullmatch(name) is not None or _DIAGRAM.fullmatch(name) is not None


def lists_components(document: MarkdownDocument) -> bool:
    """Whether the document has a section for components, as that of a context has."""
    return bool(component_sections(document))


def read_entries(document: MarkdownDocument, report: Report) -> list[FoundEntry]:
    """What the document says of its components, by rank and then in its order.

    Sections that list components come first, then those that show them (diagrams, sections inside
    others), then names in their text. Only a document in which none of these says anything is
    searched elsewhere, for trees, tables, paths and headings that can be nothing else.
    """
    sections = component_sections(document)
    listing = [s for s in sections if _LISTING.fullmatch(section_name(s.text))]
    listing_lines = {section.line for section in listing}
    top = min((section.level for section in listing), default=0)
    found: list[FoundEntry] = []
    reports: dict[int, Report] = {LISTED: Report(report.path), SHOWN: Report(report.path)}
    for section in sections:
        is_list = section.line in listing_lines
        base = LISTED if is_list and section.level == top else SHOWN
        for entry in _read_section(document, section, reports[base], is_diagram=not is_list):
            entry.rank = max(entry.rank, base)
            found.append(FoundEntry(entry, section))
    if not found:
        for each in reports.values():
            report.diagnostics += each.diagnostics
        return _read_elsewhere(document, sections, report)
    found.sort(key=lambda each: each.entry.rank)
    report.diagnostics += reports[LISTED].diagnostics
    if found[0].entry.rank >= SHOWN:
        report.diagnostics += reports[SHOWN].diagnostics
    return found


def component_sections(document: MarkdownDocument) -> list[Heading]:
    """The headings of the sections about components, without those inside another."""
    found: list[Heading] = []
    covered_to = 0
    for heading in document.headings:
        is_title = heading.level == 1 and heading is document.headings[0]
        if not is_title and heading.line >= covered_to and is_component_section(heading.text):
            found.append(heading)
            covered_to = document.end_of(heading)
    return found


def _read_section(
    document: MarkdownDocument, section: Heading, report: Report, *, is_diagram: bool
) -> list[Entry]:
    start, end = section.content_line, document.end_of(section)
    nodes = heading_tree(document, start, end)

    def read_blocks(blocks: list[Block]) -> list[Entry]:
        return _read_blocks(document, blocks, report, is_diagram=is_diagram)

    headed = HeadingReader(document, read_blocks, report).read(nodes)
    report_left_items(nodes, headed, report)
    headings = ((node.heading.line, read_component_name(node.heading.text)) for node in nodes)
    named_lines = [(line, named) for line, named in headings if named is not None]
    report_words(named_lines, report, in_headings=True)
    before = document.blocks_between(start, nodes[0].heading.line if nodes else end)
    by_block = [read_blocks([block]) for block in before]
    listed = [entry for entries in by_block for entry in entries]
    taken = {entry.line for entry in listed}
    texts = [b for b in before if taken.isdisjoint(range(b.line, b.end))]
    report_unread_blocks(document, texts, taken, report)
    if headed:
        names = {entry.name for entry in headed}
        for block, entries in zip(before, by_block, strict=True):
            is_explicit = any(entry.is_explicit for entry in entries)
            is_list = not is_diagram and (is_explicit or is_list_of_components(block))
            is_read = is_list or is_diagram or not lists_only_names(block)
            for entry in entries:
                is_more = entry.is_explicit or entry.name not in names
                entry.rank = LISTED if is_list and is_more else SHOWN
                entry.is_left_out = not is_read
        beside = [] if is_diagram else named_beside_headings(texts)
        report_beside(document, texts, [*headed, *listed, *beside], report)
        return headed + listed + beside
    if listed:
        beside = [] if is_diagram else named_beside_list(texts)
        report_beside(document, texts, [*listed, *beside], report)
        return listed + beside
    loose = read_loose_text(texts, document.blocks_between(start, end))
    loose.unread += [(i.first_line, i.line) for block in texts for i in read_list(block)]
    title = document.title.text if document.title else ""
    loose.report_unread(report, title.split())
    return loose.entries


def _read_blocks(
    document: MarkdownDocument, blocks: list[Block], report: Report, *, is_diagram: bool
) -> list[Entry]:
    entries: list[Entry] = []
    for block in blocks:
        entries += (
            read_component_list(block, document, report)
            or read_component_table(block, report)
            or read_component_tree(block, document, report, is_diagram=True)
        )
    return entries


def _read_elsewhere(
    document: MarkdownDocument, sections: list[Heading], report: Report
) -> list[FoundEntry]:
    unread = Report(report.path)
    entries: list[Entry] = []
    section_of = _section_names(document)
    for block in document.blocks:
        drawn = read_component_tree(block, document, unread)
        if any(entry.is_explicit for entry in drawn):
            entries += drawn
        entries += read_component_table(block, unread)
        listed = read_component_list(block, document, unread)
        is_ours = not _NOT_OURS.match(section_of.get(block.line, ""))
        certain = read_certain_lines([block]) if is_ours and not drawn else []
        certain += [each for each in listed if is_ours and is_certain(each)]
        for each in certain:
            each.is_in_prose = each.document is None
        entries += [each for each in listed if each.document is not None and not is_ours] + certain
    for heading in document.headings[1:]:
        if "." not in heading.text:
            continue
        nodes = heading_tree(document, heading.line, heading.line + 1)
        headed = HeadingReader(document, lambda blocks: [], unread).read(nodes)
        entries += [entry for entry in headed if "." in entry.name]
    for section in sections:
        report.add(
            section.line,
            f"The section {shown(section.text)} lists no component that can be read: a heading "
            f"such as `{'#' * min(section.level + 1, 6)} Post` for each was expected.",
        )
    for entry in entries:
        entry.rank = FOUND_ELSEWHERE
    return [FoundEntry(entry, None) for entry in entries]


def _section_names(document: MarkdownDocument) -> dict[int, str]:
    """The name of the section of level 2 that each block stands in, by the block's line."""
    names: dict[int, str] = {}
    levels = {heading.line: heading for heading in document.headings if heading.level <= 2}
    current = ""
    for block in document.blocks:
        heading = levels.get(block.line)
        current = section_name(heading.text) if heading is not None else current
        names[block.line] = current
    return names
