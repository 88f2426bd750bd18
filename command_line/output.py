"""The output of every command. What a screen would obey in the texts of others is replaced here."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import sys

import click

from design_sessions.unprintable import (
    printable_json,
    printable_line,
    printable_text,
    without_commands,
)

_LOOK_ALIKES = {
    "✓": "ok",
    "✗": "!!",
    "…": "...",
    "→": "->",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u00b7": "-",
    "\u2022": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
}
"""What is printed for a character that the output's encoding lacks; ``?`` for all others."""
_REPLACING = "context-design-look-alikes"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def replace_what_cannot_be_encoded() -> None:
    """Let standard output and error print look-alikes where they would raise UnicodeEncodeError, as
    with ASCII or cp1252."""
    codecs.register_error(_REPLACING, _look_alikes)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_REPLACING)


def _look_alikes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_LOOK_ALIKES.get(character, "?") for character in lacking), error.end


def say(line: str = "", *, err: bool = False) -> None:
    """Print one line."""
    # Without a file, click takes ASCII for a mistake and writes UTF-8.
    click.echo(printable_line(line), file=sys.stderr if err else sys.stdout)


def say_text(text: str) -> None:
    """Print several lines, with a line end at the end."""
    click.echo(shown(text), file=sys.stdout, nl=not text.endswith("\n"))


def say_json(text: str) -> None:
    """Print JSON, all of it in ASCII if the output has no UTF-8."""
    printable = printable_json(text)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if codecs.lookup(encoding).name != "utf-8":
        # Outside of its strings, JSON is ASCII.
        printable = _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], printable)
    click.echo(printable, file=sys.stdout)


def say_commands(line: str) -> None:
    """Print a command for a CI job's log, whose parts are escaped for it."""
    click.echo(printable_text(line), file=sys.stdout)


def shown(text: str) -> str:
    """A text with what a screen would obey replaced."""
    printable = printable_text(text)
    return without_commands(printable) if os.environ.get("GITHUB_ACTIONS") else printable
