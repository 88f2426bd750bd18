"""Keeps the claims of one process alive: one statement for all of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

import structlog

from design_sessions.references import TurnReference
from design_sessions.store import Store

LEASE = 20.0
"""Seconds that a claim lives without being renewed."""
RENEWAL = 5.0
_log = structlog.get_logger(__name__)


class Leases:
    """The claims whose calls are under way in this process.

    Args:
        store: whose ledger has them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, TurnReference] = {}
        self._renewing: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def held(self, turn: TurnReference, owner: str) -> Iterator[None]:
        """Renew this owner's claim of a turn for as long as the body runs."""
        self._held[owner] = turn
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            del self._held[owner]

    async def _renew(self) -> None:
        await asyncio.sleep(RENEWAL)
        while self._held:
            try:
                await asyncio.to_thread(self._store.ledger.renew, dict(self._held), LEASE)
            except Exception as error:
                # The calls continue: a lost claim costs less than a lost answer.
                _log.warning("claims not renewed", error=str(error))
            await asyncio.sleep(RENEWAL)
