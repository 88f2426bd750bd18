"""Tells whoever wants to know that the session needs a person or has ended."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.notifications import NotificationActivities
    from activities.requests import NotifyRequest
    from design_sessions.notifications import Event
    from design_sessions.references import SessionReference
    from workflows.clock import now
    from workflows.failures import failure_of
    from workflows.session_state import SessionState
    from workflows.status_publisher import StatusPublisher
    from workflows.timeouts import NOTIFY

LONGEST_END = timedelta(seconds=30)
"""How long the end of a session is told; it has ended all the same."""


class Notifications:
    """Calls the webhook and command that the worker is set to call; never stops the session."""

    def __init__(
        self, state: SessionState, publisher: StatusPublisher, session: SessionReference
    ) -> None:
        self._state = state
        self._publisher = publisher
        self._session = session
        self._telling: set[asyncio.Task[None]] = set()

    def needs_person(self) -> None:
        """Tell it in the background: a person may decide before anybody was told."""
        task = asyncio.create_task(self._tell_need())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell_need(self) -> None:
        # What is told is read from the published status.
        await self._publisher.flush()
        await self._tell("needs_person")

    async def ended(self) -> None:
        """Tell how the session ended, after its last status is written."""
        for task in list(self._telling):
            task.cancel()
        status = self._state.view.status
        if status != "active":
            await self._tell(status, within=LONGEST_END)

    async def _tell(self, event: Event, within: timedelta | None = None) -> None:
        try:
            await workflow.execute_activity_method(
                NotificationActivities.notify,
                NotifyRequest(session=self._session, event=event),
                summary=f"Notice: {event.replace('_', ' ')}",
                schedule_to_close_timeout=within,
                **NOTIFY,
            )
        except FailureError as error:
            if is_cancelled_exception(error):
                return
            failure = failure_of(error)
            told = f"Nobody could be told: {failure.reason}"
            if failure.type == "TimedOut":
                # Where nobody is to be told, nothing was missed; only a worker knows its settings.
                told = f"No worker was there in time to tell of {event.replace('_', ' ')}."
            workflow.logger.warning(told)
            self._state.notice(told, at=now())
