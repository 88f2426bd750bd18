"""Markdown documents as blocks with line numbers.

Only block structure is parsed, since that is what headings, fences and tables are; text within a
block is read when it is asked for. Parsing takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from design_sessions.inline_text import plain_text
from design_sessions.wide_marks import with_plain_headings
from design_sessions.wording import shortened

__all__ = [
    "LONGEST_TEXT",
    "Block",
    "Heading",
    "MarkdownDocument",
    "plain_text",
    "shown",
]

LONGEST_TEXT = 2_000_000
"""Characters that are parsed; a document beyond it is no design."""

_LONGEST_KEPT = 100_000
"""Characters of a document whose parts are kept for the next reader."""

_FENCE_CLOSE = re.compile(r"[\s>]*(`{3,}|~{3,})\s*$")
_FRONT_MATTER_END = frozenset({"---", "..."})


def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    # Link definitions say nothing about structure, and a run of them takes quadratic time.
    parser.block.ruler.disable(["reference"])
    return parser


_BLOCKS = _block_parser()


@dataclass(frozen=True)
class Heading:
    """A heading that is not inside a list, quotation or fence. ``line`` is 1-based."""

    level: int
    text: str
    line: int
    content_line: int
    """The line after the heading, 1-based."""


@dataclass(frozen=True)
class Block:
    """A block at the top level of the document, with all tokens inside it.

    ``line`` is its first line, ``end`` the line after its last one, both 1-based.
    """

    kind: str
    line: int
    end: int
    tokens: list[Token]

    @property
    def text(self) -> str:
        """The source of a paragraph without its indentation; empty for other blocks."""
        return "\n".join(t.content for t in self.tokens if t.type == "inline")


def _parse(text: str) -> list[Token]:
    return _parse_and_keep(text) if len(text) <= _LONGEST_KEPT else _BLOCKS.parse(text)


@lru_cache(maxsize=4)
def _parse_and_keep(text: str) -> list[Token]:
    """One document is often read for several purposes in a row; nobody changes the tokens."""
    return _BLOCKS.parse(text)


_Part = TypeVar("_Part", Heading, Block)


class MarkdownDocument:
    """A document split into blocks; never raises, whatever the text is.

    Args:
        text: any text; line endings, a byte order mark and YAML front matter are dealt with.
    """

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        text = with_plain_headings(text)
        self.shortened = len(text) > LONGEST_TEXT
        self.lines = text[:LONGEST_TEXT].split("\n")
        self.front_matter_end = _front_matter_end(self.lines)
        """Lines that the front matter takes, 0 without one."""
        blank = [""] * self.front_matter_end
        self._tokens = _parse("\n".join(blank + self.lines[self.front_matter_end :]))

    @property
    def front_matter(self) -> str | None:
        """The YAML between the two marks, None without front matter."""
        if not self.front_matter_end:
            return None
        return "\n".join(self.lines[1 : self.front_matter_end - 1])

    @property
    def body(self) -> str:
        """The text after the front matter."""
        return "\n".join(self.lines[self.front_matter_end :])

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks at the top level, in order."""
        blocks: list[Block] = []
        start = 0
        for index, token in enumerate(self._tokens):
            if token.level == 0 and token.nesting != 1:
                opening = self._tokens[start]
                first, last = opening.map or (0, 0)
                blocks.append(
                    Block(
                        opening.type.removesuffix("_open"),
                        first + 1,
                        last + 1,
                        self._tokens[start : index + 1],
                    )
                )
                start = index + 1
        return blocks

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings at the top level, in order."""
        return [
            Heading(int(block.tokens[0].tag[1]), plain_text(block.text), block.line, block.end)
            for block in self.blocks
            if block.kind == "heading"
        ]

    @property
    def title(self) -> Heading | None:
        """The first heading of level 1."""
        return next((heading for heading in self.headings if heading.level == 1), None)

    @cached_property
    def unclosed_fences(self) -> list[int]:
        """Lines of fences that the document, or the list around them, ends without closing."""
        unclosed = []
        for token in self._tokens:
            if token.type != "fence" or token.map is None:
                continue
            first, end = token.map
            closing = _FENCE_CLOSE.match(self.lines[end - 1]) if end - 1 > first else None
            if closing is None or not closing.group(1).startswith(token.markup):
                unclosed.append(first + 1)
        return unclosed

    def end_of(self, heading: Heading) -> int:
        """The line at which the section of a heading ends: the next of its level or above."""
        return self._ends[heading.line]

    @cached_property
    def _ends(self) -> dict[int, int]:
        ends: dict[int, int] = {}
        unended: list[Heading] = []
        for heading in self.headings:
            while unended and unended[-1].level >= heading.level:
                ends[unended.pop().line] = heading.line
            unended.append(heading)
        return ends | {heading.line: len(self.lines) + 1 for heading in unended}

    def blocks_between(self, line: int, end: int) -> list[Block]:
        """The blocks that start in ``line <= start < end``, both 1-based."""
        return _between(self.blocks, line, end)

    def headings_between(self, line: int, end: int) -> list[Heading]:
        """The headings in ``line <= start < end``, both 1-based."""
        return _between(self.headings, line, end)

    def source(self, block: Block) -> str:
        """The lines of a block as they are in the document."""
        return "\n".join(self.lines[block.line - 1 : block.end - 1]).rstrip()


def _between(parts: list[_Part], line: int, end: int) -> list[_Part]:
    low = bisect_left(parts, line, key=attrgetter("line"))
    return parts[low : bisect_left(parts, end, lo=low, key=attrgetter("line"))]


def _front_matter_end(lines: list[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() in _FRONT_MATTER_END:
            return index + 1
    return 0


def shown(text: str) -> str:
    """Text of a document inside a message: quoted, one line, at most 60 characters."""
    return f'"{shortened(text, 60)}"'
