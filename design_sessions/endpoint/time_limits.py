"""How long one call of a model may be silent, and may last."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import httpx2

from design_sessions.errors import ModelUnavailableError
from design_sessions.settings import Settings

CONTENT_TIMEOUT = 600.0
"""Seconds without anything of the answer, while pings or comments say that the model is at work:
one that keeps its thinking to itself sends nothing else. A longer idle timeout counts here too."""


class TimeLimits(NamedTuple):
    """In seconds."""

    idle: float
    """Without a single byte; the HTTP client keeps this one."""
    content: float
    whole: float

    @classmethod
    def of(cls, settings: Settings) -> TimeLimits:
        """Those of a worker."""
        idle = settings.model_idle_timeout
        return cls(idle, max(CONTENT_TIMEOUT, idle), settings.turn_timeout)

    def passed(
        self, error: Exception, reached: str, *, content: asyncio.Timeout, whole: asyncio.Timeout
    ) -> ModelUnavailableError | None:
        """The error for a call that was ended for being silent or too long."""
        # The SDK wraps it as long as the answer has not begun.
        if any(isinstance(each, httpx2.ReadTimeout) for each in (error, error.__cause__)):
            return ModelUnavailableError(
                f"The model endpoint {reached} sent nothing for {self.idle:g} seconds.",
                "DESIGN_MODEL_IDLE_TIMEOUT sets how long that may last.",
            )
        if content.expired():
            return ModelUnavailableError(
                f"The model endpoint {reached} kept the connection open but sent nothing of its "
                f"answer for {self.content:g} seconds.",
                "If the model thinks for so long, choose a lower effort.",
            )
        if whole.expired():
            return ModelUnavailableError(
                f"The answer of the model endpoint {reached} was not complete after "
                f"{self.whole:g} seconds.",
                "DESIGN_TURN_TIMEOUT sets how long one call may take.",
            )
        return None
