"""What a reader sees of one line of Markdown: its text without marks.

Parsing inline Markdown costs some fifty times what the rest of a line does, and far more for lines
made of brackets. So the marks that documents are full of (code, bold, links) are taken off by one
expression where they can mean nothing else, the parser gets what is left, and lines with more marks
than any sentence has are never given to it. Texts are remembered, since several readers look at
each.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt

from design_sessions.html_comments import COMMENT

_LONGEST = 500
"""Characters of markup from which nothing is taken off."""

_MOST_MARKS = 16
"""Marks in a text that is parsed, which takes up to 20 microseconds for each."""

_KEPT = 16_384
"""Texts that are remembered: those of a whole document, which is read several times in a row."""

_MARK = re.compile(r"[`*_\[\]<>\\&!]")
_WORDS = r"[^`*_\[\]<>\\&!\x00]"
_JOINED = r"(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])"
_CODE = r"`[^`\x00]+`(?!`)"
_INSIDE = rf"(?:{_WORDS}|{_JOINED}|{_CODE})"
_PIECE = re.compile(
    rf"(?P<text>{_WORDS}+|{_JOINED}"
    r"|(?<![^ \t\n])\*(?![^ \t\n])"
    r"|<(?![A-Za-z/!?])|>|&(?![A-Za-z#])|!(?!\[)|\\(?=[A-Za-z0-9 ]))"
    rf"|(?P<code>{_CODE})"
    rf"|\*\*(?:(?=[A-Za-z0-9])|(?<![^ \t\n(]\*\*)(?=`))(?P<bold>{_INSIDE}+?)"
    r"(?:(?<=[A-Za-z0-9])|(?<=[`:.)?])(?=\*\*(?:[ \t\n:.,;)]|\Z)))\*\*(?!\*)"
    rf"|\[(?P<label>{_INSIDE}*)\](?:(?P<link>\((?:https?://)?[\w./#?=%+~@-]+\))|(?!\())",
    re.ASCII,
)
"""What stands for itself wherever it is; a text of nothing else needs no parser."""

_PARSER = MarkdownIt("commonmark")


def plain_text(markup: str) -> str:
    """One line of text without emphasis, code marks, links and comments.

    Of a text with very many marks only code marks, bold and links are taken off; of one of more
    than 500 characters nothing is.
    """
    if len(markup) > _LONGEST or not _MARK.search(markup):
        return " ".join(markup.split())
    return _without_marks(markup)


@lru_cache(maxsize=_KEPT)
def _without_marks(markup: str) -> str:
    text = COMMENT.sub(" ", markup) if "<!--" in markup else markup
    pieces = _pieces(text)
    if pieces is None and len(_MARK.findall(text)) > _MOST_MARKS:
        return " ".join(_PIECE.sub(_shown, text).split())
    if pieces is None:
        tokens = _PARSER.parseInline(text)[0].children or []
        pieces = [" " if t.type in ("softbreak", "hardbreak") else t.content for t in tokens]
    return " ".join("".join(pieces).split())


def _pieces(text: str) -> list[str] | None:
    """What is shown of each piece; None for a text with anything else in it."""
    shown: list[str] = []
    position = 0
    for piece in _PIECE.finditer(text):
        if piece.start() != position:
            return None
        shown.append(_shown(piece))
        position = piece.end()
    return shown if position == len(text) else None


def _shown(piece: re.Match[str]) -> str:
    kind = piece.lastgroup
    if kind == "text":
        return piece["text"]
    if kind == "code":
        return piece["code"][1:-1]
    inside = piece["bold"] if kind == "bold" else piece["label"]
    shown = inside.replace("`", "")
    return f"[{shown}]" if kind == "label" else shown
