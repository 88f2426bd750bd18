"""``list``: list the account's sessions, from the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from rich.text import Text

from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json
from command_line.reports.components_table import STYLES
from command_line.reports.formatting import duration, local_time, thousands
from command_line.reports.session_reading import listed_sessions
from design_sessions import program
from design_sessions.step_words import spoken_step
from design_sessions.store.records import SessionSummary
from design_sessions.wording import dollars


@click.command("list")
@click.option("--active", is_flag=True, help="Only sessions that have not ended.")
@common_options(json=True)
def list_sessions(invocation: Invocation, active: bool) -> int:
    """List the sessions of the account, newest first.

    If a context has several sessions, the ID means the newest. An older one is shown with the UUID
    of its record, which names it.
    """
    found = listed_sessions(invocation, active=active)
    if invocation.as_json:
        say_json(json.dumps([summary.model_dump(mode="json") for summary in found], indent=2))
    elif found:
        for line in _lines(found):
            invocation.console.print(line, soft_wrap=True)
    elif active:
        say(f"No active sessions. All: {program.client('list')}")
    else:
        start = program.client("start", "MODULE")
        say(f"No sessions yet. Start one where your repository is: {start}")
    return DONE_OR_RUNNING


def _lines(found: list[SessionSummary]) -> Iterator[Text]:
    """Three lines for each session: what can be pasted is whole in 80 columns."""
    newest: set[str] = set()
    for summary in found:
        state = Text(summary.status, STYLES.get(summary.status, ""))
        if summary.status == "active":
            state.append(f", {spoken_step(summary.step)}")
            if summary.needs_person:
                state.append(", needs a person", "bold yellow")
        yield Text.assemble((summary.context, "bold"), "  ", state)
        # The ID means the newest session of a context.
        named = str(summary.session_id) if summary.id in newest else summary.id
        newest.add(summary.id)
        yield Text(f"  {named}")
        ended = summary.ended_at or datetime.now(UTC)
        facts = (
            local_time(summary.created_at.isoformat()),
            duration((ended - summary.created_at).total_seconds()),
            f"{thousands(summary.usage.output_tokens)} output tokens",
            dollars(summary.usage.cost_usd),
        )
        yield Text(f"  {', '.join(fact for fact in facts if fact)}", "dim")


COMMAND: click.Command = list_sessions
