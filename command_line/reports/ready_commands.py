"""Commands to paste, with the options that this invocation needed."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from command_line.options import Invocation
from design_sessions import program
from design_sessions.status import SessionStatusView
from design_sessions.store.records import SessionName


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


_OWN_WORDS = "..."
"""What stands for a person's words in an action; TEXT on screens, as in ``--help``."""


@dataclass(frozen=True)
class SessionCommands:
    """Commands about one session for a screen, as short as they are clear."""

    id: str
    """The session's, as it is in offered actions."""
    name: str
    """What the session is called by in these commands."""
    options: tuple[str, ...] = ()
    """What finds the session again."""

    @classmethod
    def of(
        cls, invocation: Invocation, view: SessionStatusView, known: Sequence[SessionName]
    ) -> SessionCommands:
        """Commands that name the session by its context, if no other session has that.

        Args:
            invocation: of the command that prints them.
            view: the session.
            known: the sessions of the account, newest first.
        """
        same_context = [each for each in known if each.context == view.context]
        same_id = [each for each in known if each.id == view.id]
        name = view.id
        if same_id and same_id[0].session_id != view.session_id:
            name = str(view.session_id)
        elif {each.id for each in same_context} == {view.id}:
            name = view.context
        return cls(view.id, name, tuple(itertools.chain(*invocation.options)))

    def about(self, command: str, *arguments: str) -> str:
        """A command about the session."""
        return program.client(command, self.name, *arguments, *self.options)

    def offered(self, command: str) -> str:
        """An action's command, which already has the options."""
        words = shlex.split(command)
        if self.id in words:
            words[words.index(self.id)] = self.name
        return shlex.join("TEXT" if word == _OWN_WORDS else word for word in words)
