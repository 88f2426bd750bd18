"""Standard output with styles and tables; :mod:`command_line.output` prints plain lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from command_line.output import shown


def output_console() -> Console:
    """Standard output; very wide if it is not a terminal, so nothing is cropped or wrapped."""
    if sys.stdout.isatty():
        return _PrintableConsole(highlight=False)
    return _PrintableConsole(highlight=False, width=10_000, soft_wrap=True, no_color=True)


class _PrintableConsole(Console):
    """A console that prints the escapes of its own styles and no others."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=shown(segment.text))
