"""Marks of Markdown as keyboards for other scripts type them: wide colons and parentheses, and
spaces that do not break."""

from __future__ import annotations

import re

_SPACES = "\N{NO-BREAK SPACE}\N{FIGURE SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"
_AFTER_HEADING = re.compile(rf"^( {{0,3}}#{{1,6}})[ \t]*[{_SPACES}][{_SPACES} \t]*", re.MULTILINE)
_STRUCTURE = re.compile(
    r"^(?:[ \t]*(?:[-*+]|\d+[.)])[ \t\u00a0\u3000]+[^:\uff1a\n]*[:\uff1a]?"
    r"|[ \t]*(?:\*\*|__)[^*_\n]+(?:\*\*|__)[ \t]*[:\uff1a]?"
    r"|\#{1,6}[ \t].*)",
    re.MULTILINE,
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        "\N{FULLWIDTH COLON}": ":",
        "\N{FULLWIDTH LEFT PARENTHESIS}": "(",
        "\N{FULLWIDTH RIGHT PARENTHESIS}": ")",
    }
)


def with_plain_headings(text: str) -> str:
    """``text`` with a plain space after the marks of its headings; lines stay where they are."""
    if not any(space in text for space in _SPACES):
        return text
    return _AFTER_HEADING.sub(r"\1 ", text)


def with_plain_marks(text: str) -> str:
    """``text`` with plain marks in headings, labels, and list items up to their colon.

    What follows, prose in any script, stays as it is; so do the numbers of lines.
    """
    if not any(chr(mark) in text for mark in _PLAIN):
        return text
    plain = with_plain_headings(text)
    return _STRUCTURE.sub(lambda found: _spaced(found[0].translate(_PLAIN), found), plain)


def _spaced(marks: str, found: re.Match[str]) -> str:
    """A wide colon brings its own space."""
    return marks + " " if found[0].endswith("\N{FULLWIDTH COLON}") else marks
