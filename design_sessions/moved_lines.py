"""Where a line of a text is in a later version of it."""

from __future__ import annotations

from difflib import SequenceMatcher


def line_after(before: str, after: str, line: int) -> int:
    """The line in ``after`` that the line of ``before`` has become; both from 1.

    A line that is gone is where its replacement begins. Past the end it is the last line.
    """
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return line
    matched = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, _ in matched.get_opcodes():
        if old_start < line <= old_end:
            moved = line - old_start if kind == "equal" else 1
            return max(min(new_start + moved, len(new)), 1)
    return max(min(line, len(new)), 1)
