"""Whether a worker is there to act on a command, and what to say if none is."""

from __future__ import annotations

import asyncio
import time

from design_sessions.errors import InputError
from design_sessions.settings import Settings
from hosting.pollers import is_polled
from hosting.temporal_connection import Connection, connect
from hosting.temporal_settings import worker_command

ANSWER_SECONDS = 3.0
"""Together with the process's start, less than the five seconds within which a user is told."""
WORKER_SECONDS = 2.0
"""How long to wait for a worker that is just starting."""


class NoWorkerError(InputError):
    """No worker acts on a request, so further requests are useless."""


def no_answer(settings: Settings, connection: Connection) -> NoWorkerError:
    """A worker polled recently but does not answer."""
    return _no_worker(
        settings,
        connection,
        "The worker does not answer: it has stopped or is very busy. Your request may still take "
        "effect when a worker runs; check status then.",
    )


def no_worker(settings: Settings, connection: Connection) -> NoWorkerError:
    """No worker polls the queue: says so, with the command that starts one."""
    return _no_worker(
        settings, connection, f"No worker polls the task queue {settings.task_queue}."
    )


def cancellation_kept(settings: Settings, connection: Connection) -> NoWorkerError:
    """No worker acts on the cancellation yet; the server keeps it."""
    return _no_worker(
        settings, connection, "The cancellation is recorded and takes effect when a worker runs."
    )


def _no_worker(settings: Settings, connection: Connection, message: str) -> NoWorkerError:
    command = worker_command(settings, dev=connection.embedded)
    return NoWorkerError(message, f"Start one with: {command}")


async def connect_to_worker(settings: Settings) -> Connection:
    """A connection to a server that one of our workers polls.

    Raises:
        InputError: no server, or no worker polls; says how to start one.
    """
    connection = await connect(settings)
    if not await is_polled_soon(connection, settings):
        raise no_worker(settings, connection)
    return connection


async def is_polled_soon(
    connection: Connection, settings: Settings, *, within: float = WORKER_SECONDS
) -> bool:
    """Whether a worker polls now or within so many seconds: one may just be starting."""
    deadline = time.monotonic() + within
    while not await is_polled(
        connection.client, settings.task_queue, on_this_machine=connection.embedded
    ):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.3)
    return True
