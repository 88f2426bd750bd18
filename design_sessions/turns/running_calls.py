"""Model calls that must not be lost: they run on when the attempt that made them is gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from design_sessions.errors import StoreUnavailableError
from design_sessions.store import Store

T = TypeVar("T")

_running: set[asyncio.Task[Any]] = set()
_log = structlog.get_logger(__name__)

RECORDING_PATIENCE = 120.0
"""Seconds for which a process that ends tries on to record, while the database does not answer."""
_LONGEST_PAUSE = 5.0
# One for all event loops of the process.
_give_up = threading.Event()


async def wait_for_running_calls(patience: float = RECORDING_PATIENCE) -> None:
    """Wait until no call of this process runs any more and each is recorded.

    Args:
        patience: seconds until what the database still does not take is given up.
    """
    patience_ends = asyncio.get_running_loop().call_later(patience, _give_up.set)
    try:
        while _running:
            await asyncio.wait(set(_running))
    finally:
        patience_ends.cancel()
        _give_up.clear()


def start_call(call: Awaitable[Any], name: str) -> asyncio.Task[Any]:
    """Run a call as a task that :func:`wait_for_running_calls` waits for."""

    async def run() -> Any:
        return await call

    task = asyncio.create_task(run(), name=name)
    _running.add(task)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    # Read here too, since nothing else may be left to read it.
    if not task.cancelled() and task.exception() is not None:
        _log.info("model call failed", call=task.get_name(), error=str(task.exception()))


async def recorded(store: Store, write: Callable[[], T], tell: Callable[[str], None]) -> T:
    """Have ``write`` carried out, again and again while the database does not answer.

    As long as the process lives: what it would lose is paid for.

    Args:
        store: carries it out, together with other writes.
        write: records an answer, or that there is none.
        tell: called with what prevents it, and with an empty text once nothing does.

    Raises:
        StoreUnavailableError: the process ends, and :func:`wait_for_running_calls` waits no longer.
    """
    pause = 0.2
    while True:
        try:
            result = await store.soon(write)
        except StoreUnavailableError as error:
            if _give_up.is_set():
                raise
            _log.warning("answer not recorded yet", error=str(error))
            tell(f"A model answer cannot be recorded yet. {error}")
        else:
            tell("")
            return result
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
