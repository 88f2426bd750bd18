"""Keeps the status in the database, the Web UI's details and the search attributes up to date."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.requests import CloseSession, PublishStatus
    from activities.sessions import SessionActivities
    from design_sessions.references import SessionReference
    from design_sessions.status import Attention
    from workflows.messages import ContextDesignRequest
    from workflows.search_attributes import DESIGN_NEEDS_PERSON, DESIGN_STATUS
    from workflows.session_state import SessionState
    from workflows.timeouts import RECORD
    from workflows.web_ui.session_details import progress, session_details


REFRESH_INTERVAL = 15.0
"""Seconds between reads of the ledger while children run: the parent is not told about turns and
tokens."""
_EVENTS_OF_EAGERNESS = 1_000
"""History events up to which the interval stays the same."""
PAUSES_INTERVAL = timedelta(seconds=5)
"""Between queries for paused activities: a server answers few of them per second."""
MOST_GATHERING = 2.0
"""Seconds for which changes are gathered at most, so that those of many components go together."""
_MORE_GATHERING = 1 / 500
"""Seconds more for each component: the history of thousands has room for as many publications."""
_GATHERED_FROM = 25
"""Running components for each second of gathering; of a few, each change shows at once."""
RETRY_INTERVAL = 10.0
"""Seconds before publishing is retried after the database refused it."""


def refresh_interval(history_length: int) -> float:
    """Seconds until the next read, which adds a dozen events to the history.

    It grows with the history: otherwise a session would reach, within a day, the 51,200 events at
    which Temporal ends a workflow. So reads add some 12,000 events on the first day, and 24,000 in
    four.

    Args:
        history_length: events so far.
    """
    return REFRESH_INTERVAL * max(1.0, history_length / _EVENTS_OF_EAGERNESS)


class StatusPublisher:
    """Publishes each change; changes that arrive during a write go together.

    Only changed components are sent: with whole views, the history would grow with the square of
    their number.
    """

    def __init__(
        self, request: ContextDesignRequest, state: SessionState, session: SessionReference
    ) -> None:
        self._request = request
        self._state = state
        self._session = session
        self._task: asyncio.Task[None] | None = None
        self._writing = False
        self._looked_for_pauses: datetime | None = None

    def start(self) -> None:
        """Publish in the background from now on."""
        self._task = asyncio.create_task(self._publish_changes())

    async def _publish_changes(self) -> None:
        while True:
            interval = refresh_interval(workflow.info().get_current_history_length())
            with contextlib.suppress(asyncio.TimeoutError):
                await workflow.wait_condition(
                    lambda: self._state.dirty and not self._writing,
                    timeout=interval if self._state.in_flight else None,
                    timeout_summary="Until the next read of turns and cost",
                )
            if self._writing:
                continue
            try:
                await self._publish()
                await self._gather_changes()
            except FailureError as error:
                if is_cancelled_exception(error):
                    raise
                # A status that cannot be published must not end the session.
                workflow.logger.warning("the status cannot be published: %s", error)
                self._state.touch_all()
                await workflow.sleep(RETRY_INTERVAL, summary="Until publishing is retried")

    async def _gather_changes(self) -> None:
        running = len(self._state.in_flight)
        most = MOST_GATHERING + len(self._state.view.components) * _MORE_GATHERING
        seconds = min(most, running / _GATHERED_FROM)
        if seconds < 1:
            return
        step = self._state.view.step
        with contextlib.suppress(asyncio.TimeoutError):
            await workflow.wait_condition(
                lambda: (
                    bool(self._state.unrecorded)
                    or self._state.view.step != step
                    or not self._state.in_flight
                ),
                timeout=seconds,
                timeout_summary="Gathering changes",
            )

    async def flush(self) -> None:
        """Return when all changes so far are published."""
        await workflow.wait_condition(lambda: not self._writing)
        await self._publish()

    async def _publish(self) -> None:
        state = self._state
        self._writing = True
        try:
            decisions = list(state.unrecorded)
            view = state.view.model_copy(update={"components": state.changed_components()})
            state.dirty = False
            state.changed.clear()
            self.show()
            used = await workflow.execute_activity_method(
                SessionActivities.publish_status,
                PublishStatus(
                    session=self._session,
                    view=view,
                    decisions=decisions,
                    look_for_pauses=self._looks_for_pauses(),
                ),
                summary=self._summary(),
                **RECORD,
            )
            state.unrecorded = [d for d in state.unrecorded if d not in decisions]
            state.take_usage(used)
            self.show()
        finally:
            self._writing = False

    def _looks_for_pauses(self) -> bool:
        last = self._looked_for_pauses
        if not self._state.in_flight or (last and workflow.now() - last < PAUSES_INTERVAL):
            return False
        self._looked_for_pauses = workflow.now()
        return True

    def _summary(self) -> str:
        waits = "; waiting for a person, see User Metadata" if self._state.view.attention else ""
        return f"Status: {progress(self._state.view)}{waits}"

    def needs_person(self, attention: Attention | None) -> None:
        """Show what a person must decide; None once it is decided."""
        self._state.view.attention = attention
        self._state.touch()
        if self._request.search_attributes:
            workflow.upsert_search_attributes([DESIGN_NEEDS_PERSON.value_set(bool(attention))])

    def show(self) -> None:
        """Show the current state on the session's page in the Web UI."""
        namespace = workflow.info().namespace
        workflow.set_current_details(session_details(self._state.view, namespace=namespace))

    def show_end(self) -> None:
        """Show how the session ended, on its page and in the lists."""
        self.show()
        if self._request.search_attributes:
            workflow.upsert_search_attributes(
                [
                    DESIGN_STATUS.value_set(self._state.view.status),
                    DESIGN_NEEDS_PERSON.value_set(False),
                ]
            )

    async def close(self, reason: str | None) -> None:
        """Publish the last view and close the records of the session and its children."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self.show_end()
        self._state.touch_all()
        await self.flush()
        await self.close_records(reason)

    async def close_records(self, reason: str | None) -> None:
        """Close the records of the session and its children, if there are any."""
        await workflow.execute_activity_method(
            SessionActivities.close_session,
            CloseSession(session=self._session, status=self._state.view.status, reason=reason),
            summary=f"Session {self._state.view.status}",
            **RECORD,
        )
