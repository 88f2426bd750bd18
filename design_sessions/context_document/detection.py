"""Which format lists the components of a document, section by section and entry by entry.

Real documents mix formats, so the decision is never made for a whole document: each heading in a
component section goes to the first format of ``HEADED_FORMATS`` that takes it, and where a section
has no such headings, each of its blocks to the first of ``BLOCK_FORMATS`` that finds something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from design_sessions.context_document.component_tree import read_component_tree
from design_sessions.context_document.entries import Entry, HeadedEntry
from design_sessions.context_document.heading_prose import read_heading_prose
from design_sessions.context_document.heading_table import read_heading_table
from design_sessions.context_document.live_views import LIVE_VIEW_SECTIONS, read_live_view
from design_sessions.context_document.model import Report
from design_sessions.context_document.module_bullets import read_module_bullets
from design_sessions.context_document.path_bullets import read_path_bullets
from design_sessions.markdown import Block, Heading, MarkdownDocument, shown

HeadedFormat = Callable[[HeadedEntry, Report], list[Entry] | None]
"""Gives None for an entry of another format."""
BlockFormat = Callable[[Block, MarkdownDocument, Report], list[Entry]]
"""Gives nothing for a block of another format."""

HEADED_FORMATS: tuple[HeadedFormat, ...] = (read_heading_table, read_live_view, read_heading_prose)
BLOCK_FORMATS: tuple[BlockFormat, ...] = (
    read_path_bullets,
    read_component_tree,
    read_module_bullets,
)
LISTING_SECTIONS = LIVE_VIEW_SECTIONS | {
    "components",
    "component",
    "child components",
    "component list",
}
DIAGRAM_SECTIONS = frozenset(
    {"component diagram", "component structure", "component tree", "component architecture"}
)
"""Where other sections list components, these only say more about them: diagrams show what lies
around a context too."""
COMPONENT_SECTIONS = LISTING_SECTIONS | DIAGRAM_SECTIONS


@dataclass(frozen=True)
class FoundEntry:
    """An entry and the section it was found in; several sections may list the same component.

    ``supplement`` entries say more about components that others list, and list none themselves.
    """

    entry: Entry
    section: Heading
    supplement: bool = False


def section_name(text: str) -> str:
    """A heading's text as it is compared with the names of sections."""
    return text.lower().rstrip(":").strip()


def read_entries(document: MarkdownDocument, report: Report) -> list[FoundEntry]:
    """Every component that the document lists: sections that list them, then diagrams."""
    sections = _component_sections(document)
    listed = [
        FoundEntry(entry, section)
        for section in sections
        if section_name(section.text) in LISTING_SECTIONS
        for entry in _entries_of(document, section, report)
    ]
    drawn = [
        FoundEntry(entry, section, supplement=bool(listed))
        for section in sections
        if section_name(section.text) in DIAGRAM_SECTIONS
        for entry in _entries_of(document, section, report)
    ]
    if not listed and not drawn:
        _report_unread(sections, report)
    return listed + drawn


def lists_components(document: MarkdownDocument) -> bool:
    """Whether the document has a section for components, as that of a context has."""
    return bool(_component_sections(document))


def _component_sections(document: MarkdownDocument) -> list[Heading]:
    """The headings of the sections that list components, without those inside another."""
    found: list[Heading] = []
    covered_to = 0
    for heading in document.headings:
        if (
            heading.level > 1
            and heading.line >= covered_to
            and section_name(heading.text) in COMPONENT_SECTIONS
        ):
            found.append(heading)
            covered_to = document.end_of(heading)
    return found


def _entries_of(document: MarkdownDocument, section: Heading, report: Report) -> Iterator[Entry]:
    end = document.end_of(section)
    headings = document.headings_between(section.content_line, end)
    if not headings:
        for block in document.blocks_between(section.content_line, end):
            yield from _entries_of_block(document, block, report)
        return
    level = min(heading.level for heading in headings)
    openings = [heading for heading in headings if heading.level == level]
    for heading in headings[: headings.index(openings[0])]:
        report.add(
            heading.line,
            f"The heading {shown(heading.text)} belongs to no component: a heading of level "
            f"{level} was expected before it.",
        )
    for opening in openings:
        headed = HeadedEntry(
            document,
            opening,
            document.blocks_between(opening.content_line, document.end_of(opening)),
            section_name(section.text),
        )
        yield from _entries_of_heading(headed, report)


def _entries_of_heading(headed: HeadedEntry, report: Report) -> list[Entry]:
    for read in HEADED_FORMATS:
        entries = read(headed, report)
        if entries is not None:
            return entries
    return []


def _entries_of_block(document: MarkdownDocument, block: Block, report: Report) -> list[Entry]:
    for read in BLOCK_FORMATS:
        entries = read(block, document, report)
        if entries:
            return entries
    return []


def _report_unread(sections: list[Heading], report: Report) -> None:
    for section in sections:
        example = f"{'#' * (section.level + 1)} Post"
        report.add(
            section.line,
            f"The section {shown(section.text)} lists no component that can be read: a heading "
            f"such as `{example}` for each was expected.",
        )
