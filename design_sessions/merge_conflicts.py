"""Marks that a merge leaves where two sides differ, and that somebody has committed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MARK = re.compile(r"(?P<mark><{7}|>{7}|\|{7}|={7})(?: \S.*)?\s*")
"""A line that git writes at a conflict: seven of a kind, and perhaps a label."""


class Conflict(NamedTuple):
    """The lines of a conflict, 1-based and inclusive; one line if the others are gone."""

    first: int
    last: int

    def __str__(self) -> str:
        if self.first == self.last:
            return f"line {self.first} is left of a merge conflict"
        return f"lines {self.first} to {self.last} are an unresolved merge conflict"


def merge_conflicts(lines: Sequence[str]) -> Iterator[Conflict]:
    """The conflicts of a text, by line.

    ``=======`` alone is none: it may underline a heading.
    """
    opened: int | None = None
    divided = False
    for number, line in enumerate(lines, 1):
        found = _MARK.fullmatch(line)
        mark = found["mark"][0] if found else ""
        if mark == "<":
            if opened is not None:
                yield Conflict(opened, opened)
            opened, divided = number, False
        elif mark == "=" and opened is not None:
            divided = True
        elif mark == ">":
            yield Conflict(opened if opened is not None and divided else number, number)
            opened = None
    if opened is not None:
        yield Conflict(opened, opened)
