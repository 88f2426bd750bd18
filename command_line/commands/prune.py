"""``prune``: delete sessions that ended long ago, and unused mirrors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from command_line.database import open_records
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say
from command_line.parameter_types import Age
from command_line.temporal.session_deletion import confirm, delete_sessions
from design_sessions.repository.mirrors.pruning import prune_mirrors
from design_sessions.wording import counted


@click.command()
@click.option(
    "--older-than",
    "age",
    type=Age(),
    default="30d",
    show_default=True,
    help="How long ago sessions must have ended.",
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@common_options()
def prune(invocation: Invocation, age: timedelta, yes: bool) -> int:
    """Delete the account's sessions that ended long ago, and unused mirrors.

    With --project, only that project's sessions. Branches stay.
    """
    store = open_records(invocation.settings)
    old = store.maintenance.ended_sessions(invocation.scope, before=datetime.now(UTC) - age)
    if old:
        for record in old:
            say(f"{record.workflow_id}  {record.status}  {record.ended_at:%Y-%m-%d %H:%M}")
        confirm(f"Delete {counted(len(old), 'session')}?", yes)
        delete_sessions(invocation, store, old)
    gone = prune_mirrors(
        invocation.settings.data_directory, store.maintenance.repositories_in_use()
    )
    say(
        f"{counted(len(old), 'session')} and {counted(len(gone), 'mirror')} deleted; "
        "mirrors are recreated when needed."
    )
    return DONE_OR_RUNNING


COMMAND: click.Command = prune
