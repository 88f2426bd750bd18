"""The output of every command. What a screen would obey in the texts of others is replaced here."""

from __future__ import annotations

import os

import click

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
    click.echo(shown(text), nl=not text.endswith("\n"))


def say_json(text: str) -> None:
    """Print JSON."""
    click.echo(printable_json(text))


def say_commands(line: str) -> None:
    """Print a command for a CI job's log, whose parts are escaped for it."""
    click.echo(printable_text(line))


def shown(text: str) -> str:
    """A text with what a screen would obey replaced."""
    printable = printable_text(text)
    return without_commands(printable) if os.environ.get("GITHUB_ACTIONS") else printable
