"""``status`` and ``list``: what the database says; no worker and no server is needed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click
from rich import box
from rich.table import Table
from rich.text import Text

from command_line.choosing.session import (
    check_own,
    open_records,
    same_session,
    session_to_report,
    sort_arguments,
)
from command_line.exit_codes import DONE_OR_RUNNING, exit_code_of_session
from command_line.options import Invocation, common_options
from command_line.reports.formatting import duration, local_time, thousands
from command_line.reports.ready_commands import with_ready_commands
from command_line.reports.status_report import STYLES, print_report
from command_line.temporal.ended_sessions import close_ended
from command_line.temporal.session_trouble import trouble_of
from design_sessions.errors import NotFoundError
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
from design_sessions.store.records import SessionSummary
from design_sessions.wording import dollars
from hosting.temporal_connection import known_page


@click.command()
@click.argument("session", required=False, metavar="[ID]")
@common_options(json=True)
def status(invocation: Invocation, session: str | None) -> int:
    """Report one session: the newest, or the one with this ID."""
    session = sort_arguments([session]).session or session if session else None
    store = open_records(invocation.settings)
    view = session_to_report(invocation, store, session)
    if view.status == "active":
        view = _with_trouble_told(invocation, store, view)
    view = with_ready_commands(invocation, view)
    if invocation.as_json:
        click.echo(view.model_dump_json(indent=2))
    else:
        print_report(invocation.console, view, known_page(invocation.settings, view))
    return exit_code_of_session(view)


@click.command("list")
@click.option("--active", is_flag=True, help="Only sessions that have not ended.")
@common_options(json=True)
def list_sessions(invocation: Invocation, active: bool) -> int:
    """List the sessions of the account, newest first.

    Of several sessions of one context, the ID means the newest; the others are named by the UUID
    below it.
    """
    try:
        store = open_records(invocation.settings)
    except NotFoundError:
        found = []
    else:
        scope = invocation.scope
        if store.reports.active_sessions(scope):
            close_ended(invocation, store)
        found = (
            store.reports.active_sessions(scope) if active else store.reports.list_sessions(scope)
        )
    if invocation.as_json:
        click.echo(json.dumps([summary.model_dump(mode="json") for summary in found], indent=2))
    elif found:
        invocation.console.print(_table(found))
    elif active:
        click.echo("No active sessions. All: python client.py list")
    else:
        click.echo(
            "No sessions yet. Start one: python client.py start --repo PATH --context MODULE"
        )
    return DONE_OR_RUNNING


def _with_trouble_told(
    invocation: Invocation, store: Store, view: SessionStatusView
) -> SessionStatusView:
    """The view as it is now; what keeps it from going on is said on standard error."""
    trouble = trouble_of(invocation.settings, view)
    if trouble is None:
        return view
    if trouble.ended:
        # Nobody may have written down its end, or somebody has since the view was read.
        close_ended(invocation, store)
        view = same_session(store, check_own(invocation.scope, view.id), view)
    if view.status == "active":
        click.echo(f"Note: {trouble.message}", err=True)
    return view


def _table(found: list[SessionSummary]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("id", overflow="fold")
    for name in ("status", "step", "started"):
        table.add_column(name, no_wrap=True)
    for name in ("time", "output tokens", "cost"):
        table.add_column(name, justify="right", no_wrap=True)
    newest: set[str] = set()
    for summary in found:
        session = Text(summary.id)
        if summary.id in newest:
            session.append(f"\n{summary.session_id}", "dim")
        newest.add(summary.id)
        state = Text(summary.status, STYLES.get(summary.status, ""))
        if summary.needs_person and summary.status == "active":
            state.append(" needs a person", "bold yellow")
        table.add_row(
            session,
            state,
            Text(summary.step or ""),
            local_time(summary.created_at.isoformat()),
            duration(
                ((summary.ended_at or datetime.now(UTC)) - summary.created_at).total_seconds()
            ),
            thousands(summary.usage.output_tokens),
            dollars(summary.usage.cost_usd),
        )
    return table


COMMANDS: list[click.Command] = [status, list_sessions]
