"""Deletes sessions that have ended: their histories on the server, and their records."""

from __future__ import annotations

import asyncio
import sys

import click
from temporalio.service import RPCError

from command_line.options import Invocation
from command_line.output import say
from design_sessions.errors import DesignSessionError, InputError
from design_sessions.store import Store
from design_sessions.store.records import SessionRecord
from hosting.history_deletion import delete_histories
from hosting.temporal_connection import connect


def confirm(question: str, yes: bool) -> None:
    """Return if the user confirms, or has done so with ``--yes``.

    Raises:
        InputError: standard input is not a terminal, so nobody can confirm.
        click.Abort: the user declines.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputError(
            "Cannot ask for confirmation without a terminal.", "Give --yes to delete anyway."
        )
    click.confirm(question, abort=True)


def delete_sessions(invocation: Invocation, store: Store, records: list[SessionRecord]) -> None:
    """Delete the histories of ended sessions and of their children, then their records.

    If the server cannot be reached, the histories stay until their retention ends.
    """
    try:
        asyncio.run(_delete_histories(invocation, records))
    except (DesignSessionError, RPCError, TimeoutError) as error:
        say(f"Note: the histories stay on the Temporal server for now: {error}", err=True)
    for record in records:
        store.maintenance.delete_session_tree(record.scope, record.id)


async def _delete_histories(invocation: Invocation, records: list[SessionRecord]) -> None:
    connection = await connect(invocation.settings)
    async with asyncio.timeout(60):
        for record in records:
            if record.workflow_id:
                await delete_histories(connection.client, record.workflow_id, record.run_id)
