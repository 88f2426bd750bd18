"""How long one call of a model may be silent, and may last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

import httpx2

from design_sessions.errors import ModelUnavailableError
from design_sessions.settings import Settings

CONTENT_TIMEOUT = 600.0
"""Seconds without anything of the answer, while pings or comments say that the model is at work:
one that keeps its thinking to itself sends nothing else. A longer idle timeout counts here too."""
CLOSING_TIME = 2.0
"""Seconds given to a stream to close after its last event."""
_LONGEST_TICK = 1.0
_TICKS = 20
"""In the shortest limit, at least."""


class TimeLimits(NamedTuple):
    """In seconds."""

    idle: float
    """Without a single byte."""
    content: float
    whole: float

    @classmethod
    def of(cls, settings: Settings) -> TimeLimits:
        """Those of a worker."""
        idle = settings.model_idle_timeout
        return cls(idle, max(CONTENT_TIMEOUT, idle), settings.turn_timeout)


class CallWatch:
    """Ends one call that is silent for too long, or lasts too long.

    Only time in which this process ran is counted. A process that was stopped, or whose machine
    slept, finds the answer of meanwhile in its socket, and reads it before anything is ended.
    """

    def __init__(self, limits: TimeLimits) -> None:
        self._limits = limits
        self._silent = self._without_content = self._lasted = 0.0
        self._deadline = asyncio.timeout(None)
        self.passed: Literal["idle", "content", "whole"] | None = None
        """The limit for which the call was ended."""

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """The block of the call.

        Raises:
            TimeoutError: a limit has passed; see :attr:`passed` and :meth:`error`.
        """
        async with self._deadline:
            ticking = asyncio.create_task(self._tick())
            try:
                yield
            finally:
                ticking.cancel()

    def listen(self, response: httpx2.Response) -> None:
        """Take every byte of the response's body as a sign of life."""
        read = response.aiter_raw

        async def heard(chunk_size: int | None = None) -> AsyncIterator[bytes]:
            async for chunk in read(chunk_size):
                self._silent = 0.0
                yield chunk

        # What is read through it comes decompressed, and later.
        response.aiter_raw = heard  # type: ignore[method-assign,assignment]

    def has_content(self, *, is_answered: bool) -> None:
        """Something of the answer has come; or the last of it, so that the stream may close."""
        self._without_content = 0.0
        if is_answered:
            self._deadline.reschedule(asyncio.get_running_loop().time() + CLOSING_TIME)

    def error(self, reached: str) -> ModelUnavailableError | None:
        """The error for a call that was ended for its time.

        Args:
            reached: the endpoint, as it may be shown.
        """
        match self.passed:
            case "idle":
                return ModelUnavailableError(
                    f"The model endpoint {reached} sent nothing for {self._limits.idle:g} seconds.",
                    "DESIGN_MODEL_IDLE_TIMEOUT sets how long that may last.",
                )
            case "content":
                return ModelUnavailableError(
                    f"The model endpoint {reached} kept the connection open but sent nothing of "
                    f"its answer for {self._limits.content:g} seconds.",
                    "If the model thinks for so long, choose a lower effort.",
                )
            case "whole":
                return ModelUnavailableError(
                    f"The answer of the model endpoint {reached} was not complete after "
                    f"{self._limits.whole:g} seconds.",
                    "DESIGN_TURN_TIMEOUT sets how long one call may take.",
                )
        return None

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        tick = min(_LONGEST_TICK, min(self._limits) / _TICKS)
        was_over = False
        while True:
            begun = loop.time()
            await asyncio.sleep(tick)
            self._count(min(loop.time() - begun, 2 * tick))
            passed = self._over()
            # What came while this process was stopped is read between two ticks.
            if passed is not None and was_over:
                self.passed = passed
                self._deadline.reschedule(loop.time())
                return
            was_over = passed is not None

    def _count(self, seconds: float) -> None:
        self._silent += seconds
        self._without_content += seconds
        self._lasted += seconds

    def _over(self) -> Literal["idle", "content", "whole"] | None:
        if self._silent > self._limits.idle:
            return "idle"
        if self._without_content > self._limits.content:
            return "content"
        return "whole" if self._lasted > self._limits.whole else None
