"""The rate limits that an endpoint names, and how fast calls may be sent to use them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from design_sessions.endpoint.rate_limits import Counted, RateLimit, rate_limits

_MINUTE = 60.0
_USED_UP_WITHIN = 3.0
"""Seconds in which what a limit has left is used up. Longer than an answer takes to begin, which is
how old what it says of the limit may be."""
_RESERVE = 0.04
"""The share of a limit that is left: what others use of it is seen there before it is gone."""
_LEAST_SHARE = 0.1
"""Of what a limit is replenished with, however much others use of it."""
_WEIGHT = 0.1
"""Of the last call in the average of what a call counts."""


@dataclass
class _Bucket:
    """One limit, as far as it is known here."""

    limit: float
    level: float
    at: float
    capacity: float
    """The most that was seen left: an endpoint may not let a whole minute's number through at
    once."""

    def left(self, now: float) -> float:
        return min(self.limit, self.level + (now - self.at) * self.limit / _MINUTE)

    def take(self, now: float, amount: float) -> None:
        self.level, self.at = self.left(now) - amount, now

    def rate(self, now: float, share: float, cost: float) -> float:
        """Calls a second that leave the reserve."""
        refill = share * self.limit / _MINUTE
        over = self.left(now) - self.capacity * _RESERVE - cost
        return max(refill + over / _USED_UP_WITHIN, refill * _LEAST_SHARE) / cost


@dataclass
class NamedLimits:
    """Each limit as a token bucket. Times in seconds of one clock."""

    _share: float = 1.0
    """Of the limits; less than all where others use them too."""
    _buckets: dict[Counted, _Bucket] = field(default_factory=dict)
    _costs: dict[Counted, float] = field(
        default_factory=lambda: {"requests": 1.0, "output-tokens": 1_000.0}
    )
    """What a call counts, on average; estimates until one is known."""
    _known: set[Counted] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self._buckets)

    def estimate_input(self, tokens: int) -> None:
        """Count with so many input tokens of a call until one is known."""
        self._costs.setdefault("input-tokens", max(1.0, tokens))

    def count(self, counted: Counted, amount: float) -> None:
        """What a call has counted."""
        before = self._costs[counted] if counted in self._known else amount
        self._known.add(counted)
        self._costs[counted] = max(1.0, before + _WEIGHT * (amount - before))

    def observe(self, headers: Mapping[str, str], now: float, *, unanswered: int) -> None:
        """Take in what an answer says, while so many calls are sent and not answered yet."""
        for counted, limit, remaining in rate_limits(headers):
            known = self._buckets.get(counted)
            capacity = max(remaining, known.capacity if known and known.limit == limit else 0.0)
            # They may not be counted there yet.
            level = remaining - unanswered * self._costs[counted]
            self._buckets[counted] = _Bucket(limit, level, now, capacity)

    def take(self, now: float) -> None:
        """A call is sent."""
        for counted, bucket in self._buckets.items():
            bucket.take(now, self._costs[counted])

    def calls_a_second(self, now: float) -> float:
        """What the tightest of them allows; there must be one."""
        return min(self._rates(now).values())

    def tightest(self, now: float) -> RateLimit:
        """The limit that allows least; there must be one."""
        rates = self._rates(now)
        counted = min(rates, key=rates.__getitem__)
        bucket = self._buckets[counted]
        return RateLimit(counted, bucket.limit, bucket.left(now))

    def change_share(self, factor: float) -> None:
        """Use more or less of the limits."""
        self._share = min(1.0, max(_LEAST_SHARE, self._share * factor))

    def _rates(self, now: float) -> dict[Counted, float]:
        return {
            counted: bucket.rate(now, self._share, self._costs[counted])
            for counted, bucket in self._buckets.items()
        }
