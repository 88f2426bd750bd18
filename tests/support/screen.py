"""What stands on a terminal after what was written to it, with all lines that have scrolled off."""

from __future__ import annotations

import re

_PART = re.compile(
    r"\x1b\[(?P<args>[?\d;]*)(?P<end>[A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|.|\n"
)


def lines_left(written: str, *, width: int, height: int) -> list[str]:
    """The lines from the first that was ever written to the last, as a person could scroll them.

    Of the commands, those that ``rich`` writes: cursor up and down, column 1, and erasing.
    """
    rows, row, column = [""], 0, 0
    for part in _PART.finditer(written):
        text, end = part[0], part["end"]
        if text == "\n":
            row, column = row + 1, 0
        elif text == "\r":
            column = 0
        elif end == "A":
            # What has scrolled off cannot be reached any more.
            row = max(row - int(part["args"] or 1), len(rows) - height, 0)
        elif end == "B":
            row += int(part["args"] or 1)
        elif end == "K":
            rows[row] = "" if part["args"] == "2" else rows[row][:column]
        elif len(text) == 1 and text != "\x1b":
            if column == width:
                row, column = row + 1, 0
            rows += [""] * (row + 1 - len(rows))
            line = rows[row].ljust(column)
            rows[row] = line[:column] + text + line[column + 1 :]
            column += 1
        rows += [""] * (row + 1 - len(rows))
    return [line.rstrip() for line in rows]
