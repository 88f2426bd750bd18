"""Closes records of sessions whose workflow was ended from outside while no worker ran."""

from __future__ import annotations

import asyncio

from temporalio.service import RPCError

from command_line.options import Invocation
from design_sessions.errors import DesignSessionError
from design_sessions.store import Store
from hosting.open_records import close_ended_sessions
from hosting.temporal_connection import connect

_PATIENCE = 3.0
"""Seconds that a report waits for the server; after that, records stay as they are."""


def close_ended(invocation: Invocation, store: Store) -> None:
    """Close the open records of the account's sessions whose workflow has ended."""
    try:
        asyncio.run(_close(invocation, store))
    except (DesignSessionError, RPCError, TimeoutError):
        return


async def _close(invocation: Invocation, store: Store) -> None:
    settings = invocation.settings
    async with asyncio.timeout(_PATIENCE):
        connection = await connect(settings)
        await close_ended_sessions(
            connection.client,
            store,
            own_server=connection.belongs_to_database(settings),
            account=invocation.scope.account,
        )
