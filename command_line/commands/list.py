"""``list``: list the account's sessions, from the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click
from rich import box
from rich.table import Table
from rich.text import Text

from command_line.database import open_records
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json
from command_line.reports.formatting import duration, local_time, thousands
from command_line.reports.status_report import STYLES
from design_sessions import program
from design_sessions.errors import NotFoundError
from design_sessions.step_words import spoken_step
from design_sessions.store.records import SessionSummary
from design_sessions.wording import dollars


@click.command("list")
@click.option("--active", is_flag=True, help="Only sessions that have not ended.")
@common_options(json=True)
def list_sessions(invocation: Invocation, active: bool) -> int:
    """List the sessions of the account, newest first.

    If a context has several sessions, the ID means the newest. For an older one, use the UUID shown
    below its ID.
    """
    try:
        store = open_records(invocation.settings)
    except NotFoundError:
        found = []
    else:
        scope = invocation.scope
        if store.reports.active_sessions(scope):
            # Loading Temporal's SDK takes half a second; without active sessions it is not needed.
            from command_line.temporal.ended_sessions import close_ended

            close_ended(invocation, store)
        found = (
            store.reports.active_sessions(scope) if active else store.reports.list_sessions(scope)
        )
    if invocation.as_json:
        say_json(json.dumps([summary.model_dump(mode="json") for summary in found], indent=2))
    elif found:
        invocation.console.print(_table(found))
    elif active:
        say(f"No active sessions. All: {program.client('list')}")
    else:
        say(
            "No sessions yet. Start one: "
            f"{program.client('start', '--repo', 'PATH', '--context', 'MODULE')}"
        )
    return DONE_OR_RUNNING


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
            Text(spoken_step(summary.step)),
            local_time(summary.created_at.isoformat()),
            duration(
                ((summary.ended_at or datetime.now(UTC)) - summary.created_at).total_seconds()
            ),
            thousands(summary.usage.output_tokens),
            dollars(summary.usage.cost_usd),
        )
    return table


COMMAND: click.Command = list_sessions
