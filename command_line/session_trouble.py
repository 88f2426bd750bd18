"""What keeps an active session from going on that its records cannot know."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import NamedTuple

from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from command_line.steering import is_polled_soon, no_worker
from design_sessions.errors import InputError
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from hosting.temporal_connection import Connection, connect, worker_command

_LOOK_SECONDS = 3.0
"""The longest that a report waits for the server."""
_GRACE_SECONDS = 1.0
"""How long a worker that is just starting is waited for."""
_BETWEEN_LOOKS = 3.0


class Trouble(NamedTuple):
    """One line that says what is wrong and what to do."""

    message: str
    ended: bool = False
    """The workflow has ended, although the session's record has not."""
    for_good: bool = False
    """Nothing will change until a person does something about it."""


def trouble_of(settings: Settings, view: SessionStatusView) -> Trouble | None:
    """What keeps this active session from going on; None when nothing does.

    No server that can be reached, no worker that polls, or a workflow that was ended from outside
    while no worker could write that down. Takes a few seconds at most and never raises for any of
    these.
    """
    return asyncio.run(_look(settings, view))


async def _look(settings: Settings, view: SessionStatusView) -> Trouble | None:
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            connection = await connect(settings)
            ended = await _how_it_ended(connection, settings, view)
            polled = await is_polled_soon(connection, settings, within=_GRACE_SECONDS)
    except InputError as error:
        return Trouble(str(error))
    except TimeoutError:
        return Trouble("The Temporal server does not answer.")
    except RPCError as error:
        return Trouble(f"The Temporal server does not answer: {error.message}.")
    if ended is not None and polled:
        return Trouble(f"{ended} Its record follows within a minute.", ended=True)
    if ended is not None:
        command = worker_command(settings, dev=connection.embedded)
        return Trouble(
            f"{ended} Its record follows when a worker runs. Start one with: {command}",
            ended=True,
            for_good=True,
        )
    return None if polled else Trouble(str(no_worker(settings, connection)))


async def _how_it_ended(
    connection: Connection, settings: Settings, view: SessionStatusView
) -> str | None:
    try:
        description = await connection.client.get_workflow_handle(view.id).describe()
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        # Another server may run it, unless server and database belong together.
        if connection.embedded and settings.database_url is None:
            return "The session's workflow is not on the server any more."
        return None
    if description.status in (None, WorkflowExecutionStatus.RUNNING):
        return None
    how = description.status.name.lower().replace("_", " ").replace("canceled", "cancelled")
    return f"The session's workflow has ended: {how}."


class TroubleWatch:
    """Looks for trouble again and again beside a view, in a thread of its own.

    Args:
        settings: of this process.
        view: the session, which is active.
    """

    def __init__(self, settings: Settings, view: SessionStatusView) -> None:
        self._settings = settings
        self._view = view
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.trouble: Trouble | None = None
        """As of the last look; None before the first."""

    def __enter__(self) -> TroubleWatch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.trouble = trouble_of(self._settings, self._view)
            self._stop.wait(_BETWEEN_LOOKS)
