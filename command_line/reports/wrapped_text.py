"""Texts on a screen's lines: wrapped with an indentation, or shortened to one line."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

_INDENT = 2
_NARROWEST = 20
"""Columns that a text gets on any screen."""


class Hanging:
    """A text whose lines but the first are indented, so that one tells where the next begins."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from hanging(console, self._text, options.max_width, first=0, rest=_INDENT)


def hanging(
    console: Console, text: Text, width: int, *, first: int, rest: int | None = None
) -> Iterator[Text]:
    """The text in as many lines as it needs.

    Args:
        console: that it is printed on.
        text: without line ends.
        width: of the screen, in columns.
        first: columns before the first line.
        rest: columns before each of the others; None for the same.
    """
    rest = first if rest is None else rest
    room = max(width - max(first, rest), _NARROWEST)
    for number, line in enumerate(text.wrap(console, room)):
        line.rstrip()
        indentation = " " * (rest if number else first)
        yield Text.assemble(indentation, line, no_wrap=True, overflow="ignore")


def rows_of(console: Console, renderable: RenderableType) -> int:
    """The rows of a terminal that something takes; what is not cropped goes on in the next row."""
    lengths = map(Segment.get_line_length, Segment.split_lines(console.render(renderable)))
    return sum(max(1, -(-length // console.width)) for length in lengths)
