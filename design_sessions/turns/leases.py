"""Keeps the claims of one process alive: one statement for all of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from design_sessions.references import TurnReference
from design_sessions.store import Store
from design_sessions.turns.repeated import Repeated

LEASE = 20.0
"""Seconds that a claim lives without being renewed."""
RENEWAL = 5.0


class Leases:
    """The claims whose calls are under way in this process.

    Args:
        store: whose ledger has them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, TurnReference] = {}
        # The calls continue when it fails: a lost claim costs less than a lost answer.
        self._renewal = Repeated(
            self._renew, lambda: bool(self._held), trouble="claims not renewed"
        )

    @contextlib.contextmanager
    def held(self, turn: TurnReference, owner: str) -> Iterator[None]:
        """Renew this owner's claim of a turn for as long as the body runs."""
        self._held[owner] = turn
        self._renewal.ensure(RENEWAL)
        try:
            yield
        finally:
            del self._held[owner]

    async def _renew(self) -> None:
        await asyncio.to_thread(self._store.ledger.renew, dict(self._held), LEASE)
