"""Says in the database which sessions wait for the endpoint's limits, so that reports show it."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable, Iterator
from typing import NamedTuple
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


class _Waiting(NamedTuple):
    scope: Scope
    session_id: UUID
    reason: Callable[[], str]
    until: float
    """On the loop's clock; infinite while it waits in this process."""


class LimitWaits:
    """The calls of this process that wait until they may be sent.

    Args:
        store: where the sessions are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[object, _Waiting] = {}
        # It is for people to see, and nothing depends on it.
        self._writing = Repeated(
            self._write,
            lambda: bool(self._waiting),
            trouble="waits for the endpoint's limit not noted",
        )

    @contextlib.contextmanager
    def of(self, turn: TurnReference, pace: Pace) -> Iterator[Callable[[], None]]:
        """While the body runs, the turn waits from the moment that the given function is called."""
        self._waiting.pop(turn.session_id, None)
        key = object()
        try:
            yield lambda: self._note(key, turn, pace.reason, seconds=math.inf)
        finally:
            self._waiting.pop(key, None)

    def until_retry(
        self, turn: TurnReference, reason: Callable[[], str], *, seconds: float
    ) -> None:
        """A limit refused the turn's call, which is retried after so many seconds."""
        self._note(turn.session_id, turn, reason, seconds=seconds)

    def _note(
        self, key: object, turn: TurnReference, reason: Callable[[], str], *, seconds: float
    ) -> None:
        until = asyncio.get_running_loop().time() + seconds
        self._waiting[key] = _Waiting(turn.scope, turn.parent_session_id, reason, until)
        self._writing.ensure(_WRITTEN_EVERY)

    async def _write(self) -> None:
        await asyncio.to_thread(self._store.sessions.note_waits, self._said(), _VALID)

    def _said(self) -> list[tuple[Scope, UUID, str]]:
        now = asyncio.get_running_loop().time()
        self._waiting = {key: each for key, each in self._waiting.items() if each.until > now}
        sessions: dict[tuple[UUID, str], tuple[Scope, int]] = {}
        for each in self._waiting.values():
            key = (each.session_id, each.reason())
            _, waiting = sessions.get(key, (each.scope, 0))
            sessions[key] = (each.scope, waiting + 1)
        return [
            (scope, session_id, f"{reason}; {counted(waiting, 'call')} waiting")
            for (session_id, reason), (scope, waiting) in sessions.items()
        ]
