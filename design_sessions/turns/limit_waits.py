"""Says in the database which sessions wait for the endpoint's limits, so that reports show it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from uuid import UUID

from design_sessions.endpoint.pace import Pace
from design_sessions.references import TurnReference
from design_sessions.scope import Scope
from design_sessions.store import Store
from design_sessions.turns.repeated import Repeated
from design_sessions.wording import counted

_WRITTEN_EVERY = 4.0
"""Seconds. A wait shorter than this is hardly worth a word."""
_VALID = 12.0
"""Seconds for which a wait is shown that is not written again."""


class LimitWaits:
    """The calls of this process that wait until they may be sent.

    Args:
        store: where the sessions are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[object, tuple[Scope, UUID, Pace]] = {}
        # It is for people to see, and nothing depends on it.
        self._writing = Repeated(
            self._write,
            lambda: bool(self._waiting),
            trouble="waits for the endpoint's limit not noted",
        )

    @contextlib.contextmanager
    def of(self, turn: TurnReference, pace: Pace) -> Iterator[Callable[[], None]]:
        """While the body runs, the turn waits from the moment that the given function is called."""
        key = object()

        def waits() -> None:
            self._waiting[key] = (turn.scope, turn.parent_session_id, pace)
            self._writing.ensure(_WRITTEN_EVERY)

        try:
            yield waits
        finally:
            self._waiting.pop(key, None)

    async def _write(self) -> None:
        await asyncio.to_thread(self._store.sessions.note_waits, self._said(), _VALID)

    def _said(self) -> list[tuple[Scope, UUID, str]]:
        sessions: dict[tuple[UUID, Pace], tuple[Scope, int]] = {}
        for scope, session_id, pace in self._waiting.values():
            _, waiting = sessions.get((session_id, pace), (scope, 0))
            sessions[session_id, pace] = (scope, waiting + 1)
        return [
            (scope, session_id, f"{pace.reason()}; {counted(waiting, 'call')} waiting")
            for (session_id, pace), (scope, waiting) in sessions.items()
        ]
