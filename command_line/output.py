"""The output of every command. What a screen would obey in the texts of others is replaced here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from design_sessions.unprintable import (
    printable_json,
    printable_line,
    printable_text,
    without_commands,
)


def say(line: str = "", *, err: bool = False) -> None:
    """Print one line."""
    click.echo(printable_line(line), err=err)


def say_text(text: str) -> None:
    """Print several lines, with a line end at the end."""
    click.echo(_shown(text), nl=not text.endswith("\n"))


def say_json(text: str) -> None:
    """Print JSON."""
    click.echo(printable_json(text))


def say_commands(line: str) -> None:
    """Print a command for a CI job's log, whose parts are escaped for it."""
    click.echo(printable_text(line))


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
            yield segment if segment.control else segment._replace(text=_shown(segment.text))


def _shown(text: str) -> str:
    printable = printable_text(text)
    return without_commands(printable) if os.environ.get("GITHUB_ACTIONS") else printable
