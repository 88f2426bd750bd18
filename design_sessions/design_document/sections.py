"""The sections of a design and whether they say something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from design_sessions.definitions import Section
from design_sessions.html_comments import without_comments
from design_sessions.markdown import (
    Block,
    Heading,
    MarkdownDocument,
    plain_text,
)

_FILLERS = re.compile(
    r"\b(?:tbd|todo|tba|fixme|wip|to be (?:defined|determined|decided|done|written))\b"
)
_BEGINS_WITH_NONE = re.compile(r"[\W_]*(?:none|n/a|not applicable)")
_NONE = re.compile(r"\s*(?:none|n/a|not applicable)\W*")
_KEEPS_NONE = "dependencies"


class Sections:
    """The headings of level 2 of a document, by the sections that they open."""

    def __init__(self, document: MarkdownDocument) -> None:
        self.document = document
        self._by_name: dict[str, list[Heading]] = {}
        self._saying: dict[int, bool] = {}
        for heading in document.headings:
            if heading.level == 2:
                self._by_name.setdefault(compared(heading), []).append(heading)

    def headings_of(self, section: Section) -> list[Heading]:
        """Every heading that means this section: in the order of its names, then of lines."""
        return [heading for name in section.headings for heading in self._by_name.get(name, [])]

    def blocks(self, heading: Heading) -> list[Block]:
        """What stands below a heading, to the end of its section."""
        return self.document.blocks_between(heading.content_line, self.document.end_of(heading))

    def lines(self, heading: Heading) -> list[str]:
        """The source below a heading, to the end of its section."""
        return self.document.lines[heading.content_line - 1 : self.document.end_of(heading) - 1]

    def says_something(self, heading: Heading) -> bool:
        """Whether anything is left of a section without comments, headings and fillers.

        ``None`` is content in sections called Dependencies only.
        """
        if heading.line not in self._saying:
            keep_none = compared(heading) == _KEEPS_NONE
            self._saying[heading.line] = any(
                _says_something(text, keep_none)
                for block in self.blocks(heading)
                if block.kind != "heading"
                for text in _texts(block)
            )
        return self._saying[heading.line]


def compared(heading: Heading) -> str:
    """A heading's text as it is compared with the names of sections."""
    return heading.text.lower().rstrip(": ")


def _texts(block: Block) -> Iterator[str]:
    in_heading = False
    for token in block.tokens:
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.content and not in_heading:
            yield token.content


def _says_something(text: str, keep_none: bool) -> bool:
    left = _FILLERS.sub(" ", without_comments(text).lower())
    if not keep_none and _BEGINS_WITH_NONE.match(left) and _NONE.fullmatch(plain_text(left)):
        return False
    return any(character.isalnum() for character in left)
