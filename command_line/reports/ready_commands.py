"""Commands to paste, with the options that this invocation needed."""

from __future__ import annotations

import itertools
import shlex

from command_line.options import Invocation
from design_sessions import program
from design_sessions.status import SessionStatusView


def client_command(invocation: Invocation, command: str, *arguments: str) -> str:
    """A ``client.py`` command for the same database, server and account."""
    return program.client(command, *arguments, *itertools.chain(*invocation.options))


def with_ready_commands(invocation: Invocation, view: SessionStatusView) -> SessionStatusView:
    """The view, with its actions' commands as they are called here, and with the options that find
    the session again."""
    extra = invocation.options
    if view.attention is None:
        return view
    actions = [
        action.model_copy(update={"command": _extended(action.command, extra)})
        for action in view.attention.actions
    ]
    attention = view.attention.model_copy(update={"actions": actions})
    return view.model_copy(update={"attention": attention})


def _extended(command: str, options: list[list[str]]) -> str:
    words = program.as_called_here(shlex.split(command))
    for option in options:
        if option[0] not in words:
            words += option
    return shlex.join(words)
