"""``watch``: follow a session until it ends or needs a person."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

import click

from command_line.exit_codes import DONE_OR_RUNNING, exit_code_of_session
from command_line.live_view import ChangeLines, LiveView
from command_line.options import Invocation, common_options
from command_line.ready_commands import client_command, with_ready_commands
from command_line.session_choice import (
    check_own,
    open_records,
    session_to_report,
    sort_arguments,
)
from command_line.status_report import status_report
from design_sessions.errors import StoreUnavailableError
from design_sessions.scope import Scope
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
from hosting.temporal_connection import known_page

_INTERVAL = 0.5
"""Seconds between two looks at the database."""


@click.command()
@click.argument("session", required=False, metavar="[ID]")
@common_options(json=True)
def watch(invocation: Invocation, session: str | None) -> int:
    """Watch a session: the newest, or the one with this ID. Ctrl-C leaves it running.

    On a terminal the view stays while a person is needed; otherwise, and with --json, it ends then
    with exit code 3.
    """
    session = sort_arguments([session]).session or session if session else None
    store = open_records(invocation.settings)
    view = session_to_report(invocation, store, session)
    return follow(invocation, store, check_own(invocation.scope, view.id), view)


def follow(
    invocation: Invocation,
    store: Store,
    scope: Scope,
    view: SessionStatusView,
    *,
    extra: Mapping[str, object] | None = None,
) -> int:
    """Show a session until it has ended, or needs a person whom no terminal could reach.

    Args:
        invocation: of the command.
        store: the sessions' database.
        scope: of the session.
        view: its last known state.
        extra: more to put into the object that ``--json`` prints.

    Returns:
        The exit code.
    """
    try:
        view = watch_until_settled(invocation, store, scope, view)
    except KeyboardInterrupt:
        click.echo("\nThe session runs on. Come back with:", err=True)
        click.echo(f"  {client_command(invocation, 'watch', view.id)}", err=True)
        return DONE_OR_RUNNING
    if invocation.as_json:
        click.echo(json.dumps(view.model_dump(mode="json") | dict(extra or {}), indent=2))
    else:
        invocation.console.print(status_report(view, known_page(invocation.settings, view.id)))
    return exit_code_of_session(view)


def watch_until_settled(
    invocation: Invocation,
    store: Store,
    scope: Scope,
    view: SessionStatusView,
    *,
    hint: str = "Ctrl-C leaves this view; the session runs on.",
) -> SessionStatusView:
    """Show a session until it has ended or, away from a terminal, needs a person.

    Raises:
        KeyboardInterrupt: the person has seen enough.
    """
    view = with_ready_commands(invocation, view)
    if invocation.on_terminal:
        return _on_terminal(invocation, store, scope, view, hint)
    return _off_terminal(invocation, store, scope, view)


def _on_terminal(
    invocation: Invocation, store: Store, scope: Scope, view: SessionStatusView, hint: str
) -> SessionStatusView:
    page = known_page(invocation.settings, view.id)
    while view.status == "active":
        if view.attention is not None:
            # Printed whole, since a view drawn in place is cut at the terminal's last line.
            invocation.console.print(status_report(view, page))
            invocation.console.print(f"Waiting for your decision. {hint}", style="dim")
            asked = view.attention
            while view.status == "active" and view.attention == asked:
                time.sleep(_INTERVAL)
                view = _read(invocation, store, scope, view)
            continue
        with LiveView(invocation.console, page, hint) as live:
            live.show(view)
            while view.status == "active" and view.attention is None:
                time.sleep(_INTERVAL)
                view = _read(invocation, store, scope, view)
                live.show(view)
    return view


def _off_terminal(
    invocation: Invocation, store: Store, scope: Scope, view: SessionStatusView
) -> SessionStatusView:
    lines = ChangeLines()
    while True:
        if not invocation.as_json:
            for line in lines.since_last(view):
                click.echo(line)
        if view.status != "active" or view.attention is not None:
            return view
        time.sleep(_INTERVAL)
        view = _read(invocation, store, scope, view)


def _read(
    invocation: Invocation, store: Store, scope: Scope, last: SessionStatusView
) -> SessionStatusView:
    try:
        return with_ready_commands(invocation, store.read_status(scope, last.id))
    except StoreUnavailableError:
        # A database that restarts or is locked for a moment is no reason to stop watching.
        return last


COMMANDS: list[click.Command] = [watch]
