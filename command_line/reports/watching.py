"""Shows a session until it ends or needs a person, on a terminal or line by line."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from command_line.choosing.session import ReportedSession
from command_line.closed_pipe import require_reader
from command_line.exit_codes import DONE_OR_RUNNING, FAILED, exit_code_of_session
from command_line.options import Invocation
from command_line.output import say, say_json
from command_line.reports.live_view import ChangeLines, TerminalView
from command_line.reports.ready_commands import (
    SessionCommands,
    client_command,
    with_ready_commands,
)
from command_line.reports.status_report import print_report
from command_line.reports.watch_events import ChangeEvents, end_event
from command_line.temporal.trouble import Trouble, TroubleWatch
from design_sessions.errors import StoreUnavailableError
from design_sessions.status import Attention, SessionStatusView
from hosting.temporal_settings import known_page

_INTERVAL = 0.5
"""Seconds between two reads of the database."""


def follow(
    invocation: Invocation,
    session: ReportedSession,
    *,
    extra: Mapping[str, object] | None = None,
) -> int:
    """Show a session until it has ended or, away from a terminal, needs a person.

    Args:
        invocation: of the command.
        session: in its last known state.
        extra: added to the last object that ``--json`` prints.

    Returns:
        The exit code.
    """
    try:
        view, ended = watch_until_settled(invocation, session)
    except KeyboardInterrupt:
        say(err=True)
        say("The session keeps running. Watch it again with:", err=True)
        say(f"  {client_command(invocation, 'watch', session.view.id)}", err=True)
        return DONE_OR_RUNNING
    if invocation.as_json:
        say_json(end_event(view, extra or {}))
    else:
        page = known_page(invocation.settings, view)
        print_report(invocation.console, view, page, commands_about(invocation, session))
    if ended is not None:
        say(f"Note: {ended}", err=True)
        return FAILED
    return exit_code_of_session(view)


class Watched(NamedTuple):
    """How watching ended."""

    view: SessionStatusView
    ended: str | None
    """A message, if the workflow has ended and no worker can record that."""


def commands_about(invocation: Invocation, session: ReportedSession) -> SessionCommands:
    """Commands about the session for a screen."""
    known = session.store.reports.session_names(invocation.scope)
    return SessionCommands.of(invocation, session.view, known)


def watch_until_settled(
    invocation: Invocation,
    session: ReportedSession,
    *,
    hint: str = "Ctrl-C closes this view; the session keeps running.",
    decide: Callable[[SessionStatusView], bool] | None = None,
) -> Watched:
    """Show a session until it has ended or, away from a terminal, needs a person.

    Args:
        invocation: of the command.
        session: in its last known state.
        hint: shown below it on a terminal.
        decide: called when it needs a person, once each time; whether to go on.

    Raises:
        KeyboardInterrupt: the person pressed Ctrl-C.
    """
    view = with_ready_commands(invocation, session.view)
    with TroubleWatch(invocation.settings, view) as beside:
        states = _states(invocation, session, view, beside)
        if decide is not None:
            states = _decided_on(states, decide)
        if invocation.on_terminal:
            commands = commands_about(invocation, session)
            terminal = TerminalView(
                invocation.console,
                known_page(invocation.settings, view),
                hint,
                commands,
                keeps_reports=decide is not None,
            )
            return _on_terminal(terminal, states, view)
        changes = ChangeEvents() if invocation.as_json else ChangeLines()
        return _off_terminal(states, view, changes, until_needed=decide is None)


class _State(NamedTuple):
    view: SessionStatusView
    trouble: Trouble | None

    @property
    def message(self) -> str | None:
        return self.trouble.message if self.trouble else None

    def watched(self) -> Watched:
        over = self.trouble is not None and self.trouble.for_good
        return Watched(self.view, self.message if over else None)


def _states(
    invocation: Invocation,
    session: ReportedSession,
    view: SessionStatusView,
    beside: TroubleWatch,
) -> Iterator[_State]:
    """The session's states, one per interval, until there can be no more."""
    state = _State(view, None)
    while True:
        yield state
        if state.view.status != "active" or (state.trouble and state.trouble.for_good):
            return
        time.sleep(_INTERVAL)
        # In this order: if the session has recorded its end by now, the trouble is void.
        trouble = beside.trouble
        try:
            view = with_ready_commands(invocation, session.now())
        except StoreUnavailableError as error:
            # Keep watching while the database restarts or is locked for a moment.
            state = _State(state.view, Trouble(error.message))
        else:
            state = _State(view, trouble if view.status == "active" else None)


def _on_terminal(
    terminal: TerminalView, states: Iterator[_State], view: SessionStatusView
) -> Watched:
    watched = Watched(view, None)
    with terminal:
        for state in states:
            watched = state.watched()
            if state.view.status == "active":
                terminal.show(state.view, state.message)
    return watched


def _off_terminal(
    states: Iterator[_State],
    view: SessionStatusView,
    changes: ChangeEvents | ChangeLines,
    *,
    until_needed: bool,
) -> Watched:
    print_line = say_json if isinstance(changes, ChangeEvents) else say
    watched = Watched(view, None)
    for state in states:
        require_reader(sys.stdout)
        for line in changes.since_last(state.view, state.message):
            print_line(line)
        watched = state.watched()
        if until_needed and state.view.attention is not None:
            break
    return watched


def _decided_on(
    states: Iterator[_State], decide: Callable[[SessionStatusView], bool]
) -> Iterator[_State]:
    """The same states. After one that needs a person was shown, ``decide`` is called."""
    last: Attention | None = None
    for state in states:
        yield state
        attention = state.view.attention
        if attention is not None and attention != last:
            last = attention
            if not decide(state.view):
                return
