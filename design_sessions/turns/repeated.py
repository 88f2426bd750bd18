"""Small work that a process repeats for as long as somebody needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

_log = structlog.get_logger(__name__)


class Repeated:
    """Work that is done again and again.

    Args:
        work: one round. What it raises is logged, and the next round comes as if nothing were.
        is_needed: asked before each round; the first False ends the repetition.
        trouble: what is logged when a round fails.
    """

    def __init__(
        self, work: Callable[[], Awaitable[None]], is_needed: Callable[[], bool], *, trouble: str
    ) -> None:
        self._work = work
        self._is_needed = is_needed
        self._trouble = trouble
        self._task: asyncio.Task[None] | None = None

    def ensure(self, every: float) -> None:
        """Repeat from now on, first after so many seconds, unless that is under way."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._repeat(every))

    async def _repeat(self, every: float) -> None:
        await asyncio.sleep(every)
        while self._is_needed():
            try:
                await self._work()
            except Exception as error:
                _log.warning(self._trouble, error=str(error))
            await asyncio.sleep(every)
