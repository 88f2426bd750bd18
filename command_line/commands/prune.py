"""``delete`` and ``prune``: sessions that nobody needs any more."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import click
from temporalio.service import RPCError

from command_line.choosing.order import open_mirror
from command_line.choosing.session import open_records, session_to_report, sort_arguments
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.parameter_types import Age
from command_line.temporal.running_session import run
from design_sessions.errors import DesignSessionError, InputError
from design_sessions.repository.mirror_pruning import prune_mirrors
from design_sessions.repository.push import delete_branch
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
from design_sessions.store.records import SessionRecord
from design_sessions.wording import counted
from hosting.history_deletion import delete_histories
from hosting.temporal_connection import connect


@click.command()
@click.argument("session", metavar="ID")
@click.option("--branch", is_flag=True, help="Delete its branch on the remote too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options()
def delete(invocation: Invocation, session: str, branch: bool, yes: bool) -> int:
    """Delete a session that has ended: its records, conversations and histories.

    Designs that were merged or stand on its branch stay, unless --branch deletes the branch.
    """
    identifier = sort_arguments([session]).session
    if identifier is None:
        raise click.UsageError("delete takes a session's ID (it has a /) or its record's UUID.")
    store = open_records(invocation.settings)
    view = session_to_report(invocation, store, identifier)
    if view.status == "active":
        raise InputError(f"{view.id} has not ended.", "Cancel it first: python client.py cancel.")
    scope = invocation.scope.model_copy(update={"project": view.scope.project})
    record = next(r for r in _ended(store, invocation) if str(r.id) == view.session_id)
    if branch:
        _refuse_branch_in_use(store, view)
    what = f"{view.id} ({view.status}), its conversations and drafts"
    _confirm(f"Delete {what}{f' and the branch {view.branch}' if branch else ''}?", yes)
    if branch:
        mirror = open_mirror(invocation.settings, view.environment.repository)
        mirror.fetch()
        there = delete_branch(mirror, view.branch)
        click.echo(f"The branch {view.branch} is {'deleted' if there else 'gone already'}.")
    _delete_histories(invocation, [record])
    store.maintenance.delete_session_tree(scope, record.id)
    click.echo(f"{view.id} is deleted.")
    return DONE_OR_RUNNING


@click.command()
@click.option(
    "--older-than",
    "age",
    type=Age(),
    default="30d",
    show_default=True,
    help="How long ago sessions must have ended.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options()
def prune(invocation: Invocation, age: timedelta, yes: bool) -> int:
    """Delete all sessions of the account that ended long ago, and mirrors nobody needs any more.

    With --project only that project's. Branches stay.
    """
    store = open_records(invocation.settings)
    old = store.maintenance.ended_sessions(invocation.scope, before=datetime.now(UTC) - age)
    if old:
        for record in old:
            click.echo(f"{record.workflow_id}  {record.status}  {record.ended_at:%Y-%m-%d %H:%M}")
        _confirm(f"Delete {counted(len(old), 'session')}?", yes)
        _delete_histories(invocation, old)
        for record in old:
            store.maintenance.delete_session_tree(record.scope, record.id)
    gone = prune_mirrors(
        invocation.settings.data_directory, store.maintenance.repositories_in_use()
    )
    click.echo(
        f"{counted(len(old), 'session')} and {counted(len(gone), 'mirror')} deleted; "
        "mirrors are made again when they are needed."
    )
    return DONE_OR_RUNNING


def _refuse_branch_in_use(store: Store, view: SessionStatusView) -> None:
    """Whoever's session writes to it would lose what is not merged, and pay for it again."""
    place = (view.environment.repository, view.branch)
    for record in store.maintenance.open_sessions():
        environment = record.environment
        if (environment.get("repository"), environment.get("branch")) == place:
            mine = record.scope.account == view.scope.account
            raise InputError(
                f"A session that has not ended writes to the branch {view.branch}: "
                f"{record.workflow_id if mine else 'one of another account'}.",
                "Wait for its end or cancel it; or delete this session without --branch.",
            )


def _ended(store: Store, invocation: Invocation) -> list[SessionRecord]:
    return store.maintenance.ended_sessions(
        invocation.scope, before=datetime.now(UTC) + timedelta(days=1)
    )


def _confirm(question: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputError("Nobody is there to confirm.", "Give --yes to delete without asking.")
    click.confirm(question, abort=True)


def _delete_histories(invocation: Invocation, records: list[SessionRecord]) -> None:
    """Also from Temporal's server, where it can be reached; it forgets them by itself in time."""
    try:
        run(_delete_from_server(invocation, records))
    except (DesignSessionError, RPCError, TimeoutError) as error:
        click.echo(f"Note: the histories stay on the Temporal server for now: {error}", err=True)


async def _delete_from_server(invocation: Invocation, records: list[SessionRecord]) -> None:
    connection = await connect(invocation.settings)
    async with asyncio.timeout(60):
        for record in records:
            if record.workflow_id:
                await delete_histories(connection.client, record.workflow_id, record.run_id)


COMMANDS: list[click.Command] = [delete, prune]
