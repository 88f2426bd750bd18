"""Splitting Elixir source at the top level, as far as signatures and specs need it."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_SOURCE = 2_000
"""Characters of one declaration or call that are read; a longer one is left alone."""

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def _marks(text: str, start: int) -> Iterator[tuple[int, str, int]]:
    """Every character outside of strings with its position and depth; ends when unbalanced."""
    open_marks: list[str] = []
    position = start
    end = min(len(text), start + LONGEST_SOURCE)
    while position < end:
        mark = text[position]
        if mark == '"':
            string = _STRING.match(text, position)
            if string is None:
                return
            position = string.end()
            continue
        if mark in ")]}" and (not open_marks or open_marks.pop() != mark):
            return
        yield position, mark, len(open_marks)
        if mark in _CLOSING:
            open_marks.append(_CLOSING[mark])
        position += 1


def closing_of(text: str, opening: int) -> int | None:
    """The position of the mark that closes the bracket at ``opening``; None without one."""
    for position, mark, depth in _marks(text, opening):
        if position > opening and depth == 0 and mark in ")]}":
            return position
    return None


def split_top(text: str, separator: str) -> list[str]:
    """The parts of a text between separators of one character that are in no bracket or string."""
    parts = []
    start = 0
    for position, mark, depth in _marks(text, 0):
        if mark == separator and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]


def top_position(text: str, wanted: str) -> int:
    """Where a text first has ``wanted`` outside of brackets and strings; -1 without it."""
    for position, _, depth in _marks(text, 0):
        if depth == 0 and text.startswith(wanted, position):
            return position
    return -1


def depth_after(text: str) -> int:
    """How many brackets a text leaves open; strings and unbalanced text count as they come."""
    without = _STRING.sub("", text)
    return sum(without.count(mark) for mark in "([{") - sum(without.count(mark) for mark in ")]}")
