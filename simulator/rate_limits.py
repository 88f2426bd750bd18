"""Rate limits for each model, enforced and announced as Anthropic's API documents them.

Source: https://platform.claude.com/docs/en/api/rate-limits. Each limit is a token bucket that is
replenished continuously. Uncached input and cache writes count as input tokens, cache reads do
not. Output tokens count once they are sent; ``max_tokens`` does not matter.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from simulator.api_errors import ApiError

IN_TRANSIT_SECONDS = 0.25
"""How long after a refusal requests may arrive that a client sent before it could read the
refusal. Loopback takes a millisecond; the rest is for a machine that is busy."""

_SHORTEST_WAIT = 0.001
"""Seconds. A shorter wait is none: rounding of sums of the clock's numbers can be the cause."""


class RateLimits(BaseModel):
    """The limits of every model, each for that model alone; None is unlimited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests_per_minute: int | None = Field(default=None, gt=0)
    input_tokens_per_minute: int | None = Field(default=None, gt=0)
    output_tokens_per_minute: int | None = Field(default=None, gt=0)
    burst: float = Field(default=1.0, gt=0, le=1)
    """How much of a minute's number can be used at once: 1/60 enforces 60 a minute as one a
    second."""
    headers: bool = True
    """False leaves out ``anthropic-ratelimit-*`` and ``retry-after``, as other endpoints do."""


class _Bucket:
    """One token bucket, known by the time at which it is full again.

    Args:
        name: as in the response headers.
        per_minute: what is replenished in a minute, and the largest amount that ever fits.
        burst: the capacity, as a share of ``per_minute``; the bucket has room for one at least.
    """

    def __init__(self, name: str, per_minute: int, burst: float) -> None:
        self.name = name
        self.per_minute = per_minute
        self._rate = per_minute / 60
        self._capacity = max(1.0, per_minute * burst)
        self._full_at = 0.0

    def wait(self, amount: int, now: float) -> float:
        """Seconds until the amount fits, zero or less if it does now.

        An amount beyond the capacity needs a full bucket. One beyond ``per_minute`` never fits.
        """
        left_over = (self._capacity - min(amount, self._capacity)) / self._rate
        wait = self._full_at - left_over - now
        return wait if amount <= self.per_minute else max(wait, 1.0)

    def take(self, amount: int, now: float) -> None:
        """Take the amount, even if the bucket has less: the debt is replenished first."""
        self._full_at = max(self._full_at, now) + amount / self._rate

    def headers(self, now: float) -> dict[str, str]:
        """Limit, rest and the time at which the bucket is full again."""
        level = self._capacity - max(0.0, self._full_at - now) * self._rate
        remaining = max(0, math.floor(level + _SHORTEST_WAIT * self._rate))
        if self.name != "requests":
            # The API rounds tokens to the nearest thousand.
            remaining = (remaining + 500) // 1_000 * 1_000
        full_at = math.ceil(max(self._full_at, now) - _SHORTEST_WAIT)
        prefix = f"anthropic-ratelimit-{self.name}"
        return {
            f"{prefix}-limit": str(self.per_minute),
            f"{prefix}-remaining": str(min(remaining, int(self._capacity))),
            f"{prefix}-reset": f"{datetime.fromtimestamp(full_at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        }


@dataclass
class _ModelState:
    buckets: dict[str, _Bucket]
    retry_after_from: float = 0.0
    """From when a client must have read that it has to wait."""
    retry_after_until: float = 0.0


class RateLimiter:
    """Admits or refuses requests.

    Args:
        limits: those of each model.
        clock: seconds since the epoch; tests may pass their own.

    Attributes:
        accepted: requests that fit.
        refused: requests that were answered with 429.
        sent_during_retry_after: requests for a model, accepted or refused, that arrived while a
            ``retry-after`` for this model ran and more than :data:`IN_TRANSIT_SECONDS` after it
            was sent.
    """

    def __init__(self, limits: RateLimits, clock: Callable[[], float] = time.time) -> None:
        self._limits = limits
        self._clock = clock
        self._models: dict[str, _ModelState] = {}
        self.accepted = 0
        self.refused = 0
        self.sent_during_retry_after = 0

    def counts(self) -> dict[str, int]:
        """The counters by name."""
        return {
            "accepted": self.accepted,
            "refused": self.refused,
            "sent_during_retry_after": self.sent_during_retry_after,
        }

    def admit(self, model: str, input_tokens: int) -> dict[str, str]:
        """Take a request that has arrived from its model's buckets.

        Args:
            input_tokens: without those that are read from the cache.

        Returns:
            The response headers that tell the limits.

        Raises:
            ApiError: 429, for a request that does not fit; nothing is taken then.
        """
        state = self._state(model)
        if not state.buckets:
            self.accepted += 1
            return {}
        now = self._clock()
        self.sent_during_retry_after += state.retry_after_from < now < state.retry_after_until
        # Nobody knows yet how long the answer will be: one token must be left for it.
        needed = {"requests": 1, "input-tokens": input_tokens, "output-tokens": 1}
        waits = {name: bucket.wait(needed[name], now) for name, bucket in state.buckets.items()}
        longest = max(waits, key=waits.__getitem__)
        if waits[longest] > _SHORTEST_WAIT:
            raise self._refusal(model, state, longest, waits[longest], now)
        self.accepted += 1
        for name, bucket in state.buckets.items():
            if name != "output-tokens":
                bucket.take(needed[name], now)
        return self._headers(state, now)

    def take_output(self, model: str, tokens: int) -> None:
        """Take the output tokens of an answer that has been sent."""
        bucket = self._state(model).buckets.get("output-tokens")
        if bucket is not None:
            bucket.take(tokens, self._clock())

    def _state(self, model: str) -> _ModelState:
        if model not in self._models:
            limits = self._limits
            numbers = {
                "requests": limits.requests_per_minute,
                "input-tokens": limits.input_tokens_per_minute,
                "output-tokens": limits.output_tokens_per_minute,
            }
            buckets = {
                name: _Bucket(name, number, limits.burst)
                for name, number in numbers.items()
                if number is not None
            }
            self._models[model] = _ModelState(buckets)
        return self._models[model]

    def _refusal(
        self, model: str, state: _ModelState, name: str, wait: float, now: float
    ) -> ApiError:
        self.refused += 1
        headers = self._headers(state, now)
        if self._limits.headers:
            retry_after = math.ceil(wait - _SHORTEST_WAIT)
            headers["retry-after"] = str(retry_after)
            if state.retry_after_until <= now:
                state.retry_after_from = now + IN_TRANSIT_SECONDS
            state.retry_after_until = max(state.retry_after_until, now + retry_after)
        limit = f"{state.buckets[name].per_minute:,} {name.replace('-', ' ')} per minute"
        message = (
            f"This request would exceed your organization's rate limit of {limit} (org: simulator, "
            f"model: {model})."
        )
        return ApiError(429, message, headers=headers)

    def _headers(self, state: _ModelState, now: float) -> dict[str, str]:
        headers: dict[str, str] = {}
        if self._limits.headers:
            for bucket in state.buckets.values():
                headers |= bucket.headers(now)
        return headers
