"""Stops a worker of another process in an orderly way."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

from hosting.registered_workers import FoundWorker

_LOOK_SECONDS = 0.1


async def stop_worker(found: FoundWorker) -> None:
    """Ask it to stop, unless it does already, and wait until it has ended.

    It takes no new work and finishes its model calls, for at most ``DESIGN_TURN_TIMEOUT``.
    """
    if not found.stopping and not found.has_ended():
        with suppress(ProcessLookupError):
            os.kill(found.worker.pid, signal.SIGTERM)
    while True:
        if found.has_ended():
            return
        await asyncio.sleep(_LOOK_SECONDS)
