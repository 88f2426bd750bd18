"""When a worker that a command has started in the background ends by itself.

Nothing runs if every session waits for a person without a limit: that may take days, and the
command that decides starts the next worker.
"""

from __future__ import annotations

import asyncio

import structlog
from filelock import Timeout
from temporalio.client import Client
from temporalio.service import RPCError

from design_sessions.errors import StoreError
from design_sessions.settings import Settings
from design_sessions.store import Store
from hosting.registered_workers import Registration, worker_start_lock

_logger = structlog.get_logger(__name__)

_LONGEST_INTERVAL = 20.0
_SHARE = 5
"""Looks within the time after which a worker ends."""


async def something_runs(client: Client, task_queue: str, store: Store) -> bool:
    """Whether a session needs a worker now, or will without a person doing anything.

    Args:
        client: of the server.
        task_queue: of the workflows.
        store: the records, in which a session that is just starting or ending is not open.

    Raises:
        RPCError: the server does not answer.
        StoreError: the database does not.
    """
    waiting = set()
    for session in await asyncio.to_thread(store.maintenance.open_work):
        if not session.needs_person or session.wait_limit is not None:
            return True
        waiting.add(session.id)
    running = client.list_workflows(
        "WorkflowType = 'ContextComponentsDesignWorkflow' AND ExecutionStatus = 'Running' "
        f"AND TaskQueue = '{task_queue}'"
    )
    async for workflow in running:
        if workflow.id not in waiting:
            return True
    return False


async def retire_when_idle(
    settings: Settings, client: Client, store: Store, registration: Registration
) -> None:
    """Return when nothing has run for ``worker_idle_timeout``; commands then start another worker.

    A command marks the worker as used before it gives it something to do, under the lock that is
    held here too: so none finds a worker that is about to end.
    """
    limit = settings.worker_idle_timeout
    now = asyncio.get_running_loop().time
    since, used = now(), registration.last_use()
    lock = worker_start_lock(settings.data_directory)
    while True:
        await asyncio.sleep(min(_LONGEST_INTERVAL, limit / _SHARE))
        if used != (used := registration.last_use()) or await _runs(settings, client, store):
            since = now()
        if now() - since < limit:
            continue
        try:
            async with await lock.acquire(timeout=0):
                if used == registration.last_use() and not await _runs(settings, client, store):
                    registration.retire()
                    return
        except Timeout:
            since = now()


async def _runs(settings: Settings, client: Client, store: Store) -> bool:
    try:
        return await something_runs(client, settings.task_queue, store)
    except (RPCError, StoreError) as error:
        _logger.warning("cannot tell whether something runs", reason=str(error))
        return True
