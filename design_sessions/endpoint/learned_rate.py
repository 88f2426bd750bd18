"""How many calls a second an endpoint takes that names no limits, learned from what it refuses.

The rate grows with each call taken and is cut at a refusal. Some refusals have nothing to do with
the rate, and cuts for them would end in a crawl. After an outage the rate grows fast. Refusals at
random show in what gets through: a limit lets as much through at half the rate, as long as that is
above the limit; of an endpoint that refuses one call in five, half as much gets through.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

_FIRST_GROWTH = 0.05
"""By how much the rate grows with each call taken; half as much after each refusal."""
_GROWTH = 0.004
"""The least of that: a refusal then comes once in some 80 calls, far below the 3 % that would be a
burden."""
_STEADY = 50
"""Calls taken since the last refusal after which the rate grows faster and faster."""
_REGROWTH = 0.3
"""By how much the rate grows with each call taken while it is far below the rates that were last
refused: an endpoint that is overloaded for a minute refuses whatever the rate."""
_REGROWS_AFTER = 3
"""Calls taken since the last refusal, before that."""
_FORGOTTEN = 0.8
"""Of the rate that was refused, at each refusal: so a limit that stands is found all the same."""
_CUTS = ((3, 0.5), (10, 0.8), (30, 0.93), (math.inf, 0.97))
"""What the rate is multiplied with at a refusal, by the calls taken since the last one: the fewer,
the further it was off. An endpoint that refuses one call in twenty, whatever the rate, does not
slow anybody down."""
_MEASURED_OVER = 5
"""Refusals between which what gets through is measured: long enough for chance, short enough for a
session of 50 components."""
_FELL = 0.7
"""Of the most that got through: when no more does after cuts, the cuts were for nothing."""
_FASTER = 2.0
"""Times the most that got through, to find out whether more does at a higher rate."""
_MORE = 1.3
"""Times what got through before that: then it does."""
_MINUTE = 60.0
_SLOWEST = 0.1
_UNLIMITED = 1_000.0
"""Calls a second beyond which nothing is paced."""


@dataclass(eq=False)
class LearnedRate:
    """What one endpoint takes of one model. Times in seconds of one clock."""

    calls_a_second: float = math.inf
    """Infinite before the first refusal."""
    taken_in_all: int = 0
    _refused_rate: float = math.inf
    """Calls a second, near which the rate grows slowly."""
    _since_refusal: int = 0
    """Calls taken since the last one."""
    _refusals: int = 0
    _lately_taken: deque[float] = field(default_factory=lambda: deque(maxlen=10_000))
    _marks: deque[tuple[float, int]] = field(default_factory=deque)
    """The last refusals: when, and how many calls were taken by then."""
    _most: float = 0.0
    """Calls a second that got through between refusals, at most."""
    _before_trying: float | None = None
    """Calls a second that got through before a higher rate is tried; None while none is."""

    def taken(self, now: float) -> float:
        """A call is taken.

        Returns:
            What to multiply one's share of a limit with that the endpoint does name.
        """
        self.taken_in_all += 1
        self._since_refusal += 1
        self._lately_taken.append(now)
        share = max(_FIRST_GROWTH * 0.5**self._refusals, _GROWTH)
        share *= 1 + max(0, self._since_refusal - _STEADY) / (_STEADY / 2)
        growth = share
        if self.calls_a_second < self._refused_rate / 2 and self._since_refusal > _REGROWS_AFTER:
            growth = max(growth, _REGROWTH)
        self.calls_a_second *= 1 + growth
        if self.calls_a_second > _UNLIMITED:
            self.calls_a_second = math.inf
        return 1 + share

    def refused(self, now: float, *, unanswered: int, first_sent: float) -> float:
        """A call is refused.

        Args:
            unanswered: calls under way: they were not refused, or not yet.
            first_sent: when the first call of all was sent.

        Returns:
            As for :meth:`taken`.
        """
        taken, self._since_refusal = self._since_refusal, 0
        self._refusals = min(self._refusals + 1, 10)
        cut = next(factor for below, factor in _CUTS if taken < below)
        if math.isinf(self.calls_a_second):
            self.calls_a_second = (taken + unanswered) / max(1.0, now - first_sent)
        before = 0.0 if math.isinf(self._refused_rate) else self._refused_rate
        self._refused_rate = max(before * _FORGOTTEN, self.calls_a_second)
        if not self._is_faster_better(now):
            self.calls_a_second = max(self.calls_a_second * cut, self._surely_allowed(now))
        return cut

    def _is_faster_better(self, now: float) -> bool:
        """Whether a higher rate is tried instead of a lower one."""
        self._marks.append((now, self.taken_in_all))
        if len(self._marks) <= _MEASURED_OVER:
            return self._before_trying is not None
        since, taken_by_then = self._marks.popleft()
        got_through = (self.taken_in_all - taken_by_then) / max(1.0, now - since)
        if self._before_trying is None:
            is_better = got_through < self._most * _FELL
        else:
            is_better = got_through > self._before_trying * _MORE
            self.calls_a_second = self._most = got_through
        self._most = max(self._most, got_through)
        self._before_trying = got_through if is_better else None
        if is_better:
            self.calls_a_second = self._most * _FASTER
            self._marks = deque([(now, self.taken_in_all)])
        return is_better

    def _surely_allowed(self, now: float) -> float:
        """Calls a second: a limit a minute has let through its number, and as many at once."""
        while self._lately_taken and self._lately_taken[0] < now - _MINUTE:
            self._lately_taken.popleft()
        return max(_SLOWEST, len(self._lately_taken) / (2 * _MINUTE))
