"""Notifications: the session needs a person, or has ended."""

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
"""How long to try to send the notification of a session's end; the session ends anyway."""


class Notifications:
    """Calls the worker's webhook and command; never stops the session."""

    def __init__(
        self, state: SessionState, publisher: StatusPublisher, session: SessionReference
    ) -> None:
        self._state = state
        self._publisher = publisher
        self._session = session
        self._telling: set[asyncio.Task[None]] = set()

    def needs_person(self) -> None:
        """Notify in the background: a person may decide before the notification is sent."""
        task = asyncio.create_task(self._tell_need())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell_need(self) -> None:
        # The notification is made from the published status.
        await self._publisher.flush()
        await self._tell("needs_person")

    async def ended(self) -> None:
        """Notify how the session ended, after its last status is written; if that fails, the
        status says so."""
        for task in list(self._telling):
            task.cancel()
        status = self._state.view.status
        if status != "active" and not await self._tell(status, within=LONGEST_END):
            await self._publisher.flush()

    async def _tell(self, event: Event, within: timedelta | None = None) -> bool:
        """Send one event; False if that failed, which is then a notice."""
        try:
            await workflow.execute_activity_method(
                NotificationActivities.notify,
                NotifyRequest(session=self._session, event=event),
                summary=f"Notify: {event.replace('_', ' ')}",
                schedule_to_close_timeout=within,
                **NOTIFY,
            )
            return True
        except FailureError as error:
            if is_cancelled_exception(error):
                return True
            failure = failure_of(error)
            told = f"Notification failed: {failure.reason}"
            if failure.type == "TimedOut":
                # Only a worker knows whether a webhook or command is set.
                told = (
                    f"The notification did not end in time ({event.replace('_', ' ')}), so nobody "
                    "may have been told: no worker was there to send it, or its webhook or command "
                    "took too long."
                )
            workflow.logger.warning(told)
            self._state.notice(told, at=now())
            return False
