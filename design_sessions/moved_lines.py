"""Where a line of a text is in a later version of it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple


class MovedLine(NamedTuple):
    """Where a line is in a later version."""

    line: int
    """From 1; of a line that is gone, where its replacement begins."""
    is_same: bool
    """Whether its text is what it was."""


def line_after(before: str, after: str, line: int) -> MovedLine:
    """The line in ``after`` that the line of ``before`` has become; past the end, the last one."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return MovedLine(line, True)
    matched = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, _ in matched.get_opcodes():
        if old_start < line <= old_end:
            moved = line - old_start if kind == "equal" else 1
            return MovedLine(max(min(new_start + moved, len(new)), 1), kind == "equal")
    return MovedLine(max(min(line, len(new)), 1), False)
