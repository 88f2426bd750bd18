"""The text of sections about components that belongs to no entry, and the parts of any text."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from design_sessions.context_document.lines.lists import LISTS, ListItem, read_list
from design_sessions.context_document.lines.names import MODULE
from design_sessions.context_document.lines.sentences_of_use import points_at_names
from design_sessions.markdown import Block, Heading, MarkdownDocument

_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_FENCE = re.compile(r"\s*(?:`{3}|~{3})")
_NO_TEXT = re.compile(r"\s*(?:#{1,6}\s|\||$)")
_SENTENCE_START = re.compile(
    rf"(?:It|They|All|Both|Each|Every|This|Uses|Depends|Requires|Needs|Calls)\b"
    rf"|(?:The )?{MODULE} (?:also )?[a-z]+s\b"
)
CONTINUES = re.compile(
    r"(?:[,(\u2013\u2014-]|\b(?:an?|and|as|at|by|calls|for|from|in|its|needs|of|on|or|requires|that"
    r"|the|to|uses|via|when|which|with))$"
)
_GOES_ON = re.compile(r"\s*(?:[,&]|and\b|or\b)")
_FOOTNOTE = re.compile(r"\[\^[^\]]{1,40}\]:?\s*")


@dataclass(frozen=True)
class TextAround:
    """A paragraph or list item outside of all entries.

    Attributes:
        text: its source.
        lines: those it takes, 1-based.
        scope: the lines of the innermost section around it.
    """

    text: str
    lines: range
    scope: range


def units_of(text: str) -> Iterator[str]:
    """The paragraphs and items of Markdown source, without headings, tables and code."""
    unit: list[str] = []
    in_fence = False
    for line in text.split("\n"):
        is_fence = _FENCE.match(line) is not None
        in_fence ^= is_fence
        bullet = _BULLET.match(line)
        is_text = not (is_fence or in_fence or _NO_TEXT.match(line))
        if unit and (bullet is not None or not is_text or _opens_a_sentence(unit[-1], line)):
            yield " ".join(unit)
            unit = []
        if is_text:
            unit.append(line[bullet.end() :] if bullet is not None else line)
    if unit:
        yield " ".join(unit)


def _opens_a_sentence(before: str, line: str) -> bool:
    """Whether a line of its own follows one that has no full stop, or is nothing but names."""
    if points_at_names(before):
        return _GOES_ON.match(line) is None
    is_open = CONTINUES.search(before.rstrip()) is None
    return is_open and _SENTENCE_START.match(line.strip()) is not None


def texts_around(
    document: MarkdownDocument, sections: Collection[Heading], entries: Collection[int]
) -> Iterator[TextAround]:
    """What stands in the sections besides the entries.

    Args:
        document: the context's document.
        sections: those about components.
        entries: the lines of the entries, 1-based.
    """
    for section in sections:
        end = document.end_of(section)
        headings = deque([section, *document.headings_between(section.content_line, end)])
        around: list[Heading] = []
        for block in document.blocks_between(section.line, end):
            while headings and headings[0].line <= block.line:
                opened = headings.popleft()
                while around and around[-1].level >= opened.level:
                    around.pop()
                around.append(opened)
            if all(each.line not in entries for each in around):
                scope = range(around[-1].line, document.end_of(around[-1]))
                for text, lines in _texts_of(block, entries):
                    yield TextAround(_FOOTNOTE.sub("", text), lines, scope)


def _texts_of(block: Block, entries: Collection[int]) -> Iterator[tuple[str, range]]:
    if block.kind in LISTS:
        yield from _texts_of_items(read_list(block), entries)
    elif block.kind == "paragraph":
        lines = range(block.line, block.end)
        if all(line not in entries for line in lines):
            yield block.text, lines


def _texts_of_items(items: list[ListItem], entries: Collection[int]) -> Iterator[tuple[str, range]]:
    for item in items:
        if item.line not in entries:
            yield item.text, range(item.line, item.line + item.text.count("\n") + 1)
            yield from _texts_of_items(item.children, entries)
