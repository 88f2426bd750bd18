"""Commands to paste, with the options that this invocation needed."""

from __future__ import annotations

import shlex

from command_line.options import Invocation
from design_sessions import program
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView


def client_command(invocation: Invocation, command: str, *arguments: str) -> str:
    """A ``client.py`` command for the same database, server and account."""
    return program.client(command, *arguments, *_options(invocation))


def text_command(invocation: Invocation) -> str:
    """Prints the text of a session's pull request."""
    return client_command(invocation, "status", "--pull-request")


def with_ready_commands(invocation: Invocation, view: SessionStatusView) -> SessionStatusView:
    """The view, with its actions' commands as they are called here, and with the options that find
    the session again."""
    extra = _options(invocation)
    if view.attention is None:
        return view
    actions = [
        action.model_copy(update={"command": _extended(action.command, extra)})
        for action in view.attention.actions
    ]
    attention = view.attention.model_copy(update={"actions": actions})
    return view.model_copy(update={"attention": attention})


def _extended(command: str, extra: list[str]) -> str:
    words = program.as_called_here(shlex.split(command))
    for name, value in zip(extra[::2], extra[1::2], strict=True):
        if name not in words:
            words += [name, value]
    return shlex.join(words)


def _options(invocation: Invocation) -> list[str]:
    """Options that were given and are not in the environment."""
    given = invocation.settings
    from_environment = Settings(environment=given.environment)
    options: list[str] = []
    if given.data_directory != from_environment.data_directory.expanduser().absolute():
        options += ["--data-dir", str(given.data_directory)]
    if given.account != from_environment.account:
        options += ["--account", given.account]
    if invocation.env_file is not None:
        options += ["--env-file", str(invocation.env_file.absolute())]
    return options
