"""At which line of a TOML text each key stands, which ``tomllib`` does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]
"""A key with the tables, and the numbers of list items, that lead to it."""

_CLOSING = ("]", "}", '"""', "'''")
"""What ends a statement of several lines."""
_MOST_TRIES = 200


def key_lines(text: str) -> dict[Place, int]:
    """The 1-based line of every table and key of a text that ``tomllib`` can read.

    What stands inside a value, such as the keys of an inline table, has the line at which the
    value begins.
    """
    lines: dict[Place, int] = {}
    items: dict[Place, int] = {}
    table: Place = ()
    for line, statement, found in _statements(text):
        if statement.startswith("["):
            table = _header(found, items, new_item=statement.startswith("[["))
            lines.setdefault(table, line)
        else:
            for place in _places((), found):
                lines.setdefault((*table, *place), line)
    return lines


def line_of(lines: dict[Place, int], place: Place) -> int:
    """The line of a key, else that of the nearest table around it."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 1


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Headers and assignments one by one: the fewest lines that can be read by themselves.

    Ends early at a statement that is not complete after many tries.
    """
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        found, end = _statement(lines, start)
        if found is None:
            return
        if found:
            yield start + 1, lines[start].strip(), found
        start = end


def _statement(lines: list[str], start: int) -> tuple[dict[str, Any] | None, int]:
    """What the statement that begins at a line says, and the line after it."""
    tries = 0
    for end in range(start + 1, len(lines) + 1):
        if end > start + 1 and not any(mark in lines[end - 1] for mark in _CLOSING):
            continue
        try:
            return tomllib.loads("\n".join(lines[start:end])), end
        except tomllib.TOMLDecodeError:
            tries += 1
        if tries > _MOST_TRIES:
            break
    return None, len(lines)


def _header(found: dict[str, Any], items: dict[Place, int], *, new_item: bool) -> Place:
    """The table that a header opens; ``items`` counts those of each list of tables."""
    place: Place = ()
    inner: Any = found
    while isinstance(inner, dict) and inner:
        ((key, inner),) = inner.items()
        place = (*place, key)
        if place in items and isinstance(inner, dict):
            # A header below a list of tables speaks of its last item.
            place = (*place, items[place] - 1)
    if new_item:
        items[place] = items.get(place, 0) + 1
        place = (*place, items[place] - 1)
    return place


def _places(before: Place, values: dict[str, Any]) -> Iterator[Place]:
    for key, value in values.items():
        yield (*before, key)
        if isinstance(value, dict):
            yield from _places((*before, key), value)
