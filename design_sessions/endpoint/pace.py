"""How fast the calls of one process go to one endpoint and model: as fast as it lets them.

Nobody chooses a number. An endpoint that names its limits is followed: calls are sent at the rate
at which each limit is replenished, and what has accumulated is used up within seconds. Where it
names none, the rate grows until the endpoint refuses a call and falls when it does. A Retry-After
that one call is given holds all of them.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from design_sessions.endpoint.learned_rate import LearnedRate
from design_sessions.endpoint.named_limits import NamedLimits
from design_sessions.status import Usage

_FIRST_CALLS = 16
"""Calls whose answer has not begun, before the endpoint is known: most endpoints let so many
through, and those that do not refuse few."""
_FIRST_RATE = 250.0
"""Calls a second to an endpoint that has named no limits: a refusal is heard before many follow."""
_FASTER = 5.0
"""By how much that grows with each call taken."""
_MORE_CALLS = 3
"""How many more of them each call allows that the endpoint has taken."""
_MORE_A_SECOND = 16
"""How many more of them each second allows: some endpoints begin an answer when it is complete, but
refuse at once."""
_PROBE_SECONDS = 2.0
"""For how long one call finds out for all whether the endpoint takes calls again."""
_OUT_OF_ORDER = 4
"""Calls refused one after the other, over 15 s at least: the slowest limits take one meanwhile."""
_IN_ORDER = 3
"""Calls taken one after the other, after which refusals are believed again."""
_FIRST_BACKOFF = 1.0
_LONGEST_BACKOFF = 8.0
_LOOK = 1.0
"""Seconds after which a waiting call looks whether it is still to be made."""


@dataclass(eq=False)
class Admission:
    """A call that may be sent. Whoever has it ends it, whatever becomes of the call."""

    _pace: Pace
    _sent_at: float
    _answer_is_due: bool = True
    _is_counted: bool = False
    _output: int = 0

    def is_held(self) -> bool:
        """Whether a Retry-After runs that came after the call was admitted."""
        return self._pace.held_for() > 0

    def taken(self, headers: Mapping[str, str]) -> None:
        """The endpoint has begun to answer."""
        if self._answer_is_due:
            self._answer_is_due = False
            self._pace._taken(self._sent_at, headers)

    def refused(self, headers: Mapping[str, str], retry_after: float | None) -> None:
        """The endpoint has refused the call, for now."""
        if self._answer_is_due:
            self._answer_is_due = False
            self._pace._refused(self._sent_at, headers, retry_after)

    def silent_for(self) -> float:
        """Seconds since the endpoint took a call of this process; infinite before the first."""
        return self._pace.silent_for()

    def counted(self, usage: Usage) -> None:
        """What the call has counted so far; its input is known when the answer begins."""
        written = usage.input_tokens + usage.cache_write_tokens
        if not self._is_counted:
            self._is_counted = True
            self._pace._limits.count("input-tokens", written)
        self._output = usage.output_tokens

    def end(self) -> None:
        """The call has ended. A second time does nothing."""
        if self._answer_is_due:
            self._answer_is_due = False
            self._pace._given_up()
        elif self._output:
            self._pace._limits.count("output-tokens", self._output)
            self._output = 0


@dataclass(eq=False)
class Pace:
    """The calls of this process to one model.

    Args:
        longest_hold: seconds; a Retry-After beyond it holds nobody, since a person is asked then.
        clock: seconds that only grow.
    """

    longest_hold: float
    clock: Callable[[], float] = time.monotonic
    _unanswered: int = 0
    _held_until: float = -math.inf
    _last_sent: float = -math.inf
    _last_taken: float = -math.inf
    _learned: LearnedRate = field(default_factory=LearnedRate)
    _first_sent: float = math.inf
    _probing: bool = False
    """Whether the endpoint has refused the last call: one call then finds out for all."""
    _refused_in_a_row: int = 0
    _taken_in_a_row: int = 0
    _out_of_order: bool = False
    """Whether the endpoint lately took nothing for so long that no limit can be the reason."""
    _refused_at: float = -math.inf
    _backoff: float = _FIRST_BACKOFF
    _limits: NamedLimits = field(default_factory=NamedLimits)
    _queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def admit(
        self,
        input_tokens: int,
        *,
        on_wait: Callable[[str], None] = lambda reason: None,
        still_wanted: Callable[[], None] = lambda: None,
    ) -> Admission:
        """Wait until a call may be sent, in the order of asking.

        Args:
            input_tokens: an estimate for this call, used until one call has been counted.
            on_wait: called with the reason when a wait begins, and about once a second.
            still_wanted: called about once a second; may raise to end the wait.
        """
        self._limits.estimate_input(input_tokens)
        if self._queue.locked():
            on_wait(self.reason())
        async with self._queue:
            while (wait := self._wait()) > 0:
                still_wanted()
                on_wait(self.reason())
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(wait, _LOOK)):
                        await self._changed.wait()
            return self._send()

    def held_for(self) -> float:
        """Seconds for which nothing may be sent; 0 or less when something may."""
        return self._held_until - self.clock()

    def silent_for(self) -> float:
        """Seconds since the endpoint took a call of this process; infinite before the first."""
        return self.clock() - self._last_taken

    def reason(self) -> str:
        """What calls wait for, in words."""
        if self.held_for() > 0:
            return f"the endpoint asks to wait {max(1, math.ceil(self.held_for()))} s"
        if self._limits:
            return f"the endpoint's limit is {self._limits.tightest(self.clock())}"
        if self._refused_at == -math.inf:
            return "the endpoint has named no limit, so more calls are sent as it answers"
        return "the endpoint refuses calls above its rate limit"

    def _wait(self) -> float:
        now = self.clock()
        if now < self._held_until:
            return self._held_until - now
        if self._probing and self._unanswered:
            return self._last_sent + _PROBE_SECONDS - now
        if not self._limits and self._unanswered >= self._window(now):
            return _LOOK
        return self._last_sent + 1 / self._calls_a_second(now) - now

    def _window(self, now: float) -> float:
        seconds = max(0.0, now - self._first_sent)
        return _FIRST_CALLS + _MORE_CALLS * self._learned.taken_in_all + _MORE_A_SECOND * seconds

    def _calls_a_second(self, now: float) -> float:
        if self._limits:
            return self._limits.calls_a_second(now)
        return min(self._learned.calls_a_second, _FIRST_RATE + _FASTER * self._learned.taken_in_all)

    def _send(self) -> Admission:
        now = self.clock()
        self._last_sent = now
        self._unanswered += 1
        self._first_sent = min(self._first_sent, now)
        self._limits.take(now)
        return Admission(self, now)

    def _taken(self, sent_at: float, headers: Mapping[str, str]) -> None:
        self._unanswered -= 1
        self._refused_in_a_row, self._taken_in_a_row = 0, self._taken_in_a_row + 1
        self._out_of_order &= self._taken_in_a_row < _IN_ORDER
        if sent_at > self._refused_at:
            self._probing = False
            self._backoff = _FIRST_BACKOFF
        self._last_taken = self.clock()
        self._limits.change_share(self._learned.taken(self._last_taken))
        self._limits.observe(headers, self._last_taken, unanswered=self._unanswered)
        self._changed.set()

    def _refused(
        self, sent_at: float, headers: Mapping[str, str], retry_after: float | None
    ) -> None:
        now = self.clock()
        self._unanswered -= 1
        # Calls that were under way when the first was refused say nothing new.
        if sent_at > self._refused_at:
            if self._says_something_of_the_rate():
                cut = self._learned.refused(
                    now, unanswered=self._unanswered, first_sent=self._first_sent
                )
                if self._limits:
                    self._limits.change_share(cut)
            self._refused_in_a_row, self._taken_in_a_row = self._refused_in_a_row + 1, 0
            self._out_of_order |= self._refused_in_a_row >= _OUT_OF_ORDER
            self._refused_at, self._probing = now, True
            self._hold(now, self._backoff if retry_after is None else retry_after)
            self._backoff = min(self._backoff * 2, _LONGEST_BACKOFF)
        elif retry_after is not None:
            self._hold(now, retry_after)
        self._limits.observe(headers, now, unanswered=self._unanswered)
        self._changed.set()

    def _says_something_of_the_rate(self) -> bool:
        """Whether a refusal does.

        That of a single call that finds out for all does not, nor does one soon after an outage: an
        endpoint that refuses everybody for a minute would leave all slow for half an hour.
        """
        return not self._out_of_order and bool(self._taken_in_a_row or not self._probing)

    def _hold(self, now: float, seconds: float) -> None:
        if seconds <= self.longest_hold:
            self._held_until = max(self._held_until, now + seconds)

    def _given_up(self) -> None:
        self._unanswered -= 1
        self._changed.set()
