"""What the shells' completion is given, within a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from command_line.completion.suggestions import PATHS, suggestions

_SECONDS = 0.4
"""How long names are looked for, beside the start of the process; after that nothing is offered."""


class _Quick(ShellComplete):
    """Completes without loading the commands."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What the incomplete word may become; nothing if that cannot be told in time."""
        assert isinstance(self.cli, click.Group)
        names = self.cli.list_commands(click.Context(self.cli))
        return in_time(args, incomplete, names, seconds=_SECONDS)


def in_time(
    words: list[str], incomplete: str, commands: Collection[str], *, seconds: float
) -> list[CompletionItem[str]]:
    """The suggestions, or nothing after so many seconds. Whatever goes wrong is kept silent.

    Args:
        words: before the incomplete one, without the program.
        incomplete: what is there of the word.
        commands: the names of the commands.
        seconds: to wait.
    """
    found: list[CompletionItem[str]] = []

    def look() -> None:
        try:
            told = suggestions(words, incomplete, commands, os.environ)
        except Exception:
            # A shell's line is no place for an error.
            return
        if isinstance(told, str):
            found.append(CompletionItem(incomplete, type="file" if told == PATHS else "plain"))
        else:
            found.extend(CompletionItem(name) for name in told)

    # It is left behind when the time is over: the process ends without waiting for it.
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(seconds)
    return list(found)


def complete_quickly() -> None:
    """Have click use this completion for bash, zsh and fish."""
    for shell in (BashComplete, ZshComplete, FishComplete):
        add_completion_class(type(shell.__name__, (_Quick, shell), {"name": shell.name}))
