"""Calls against an endpoint with limits, in virtual time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from design_sessions.endpoint.errors import retry_after
from design_sessions.endpoint.pace import Pace
from design_sessions.status import Usage
from simulator.api_errors import ApiError
from simulator.rate_limits import RateLimiter, RateLimits
from tests.support.virtual_time import run

MINUTE = 60.0


@dataclass
class Endpoint:
    """One that enforces limits, or none, and streams each answer over some seconds."""

    limits: RateLimits = field(default_factory=RateLimits)
    begins_after: float = 0.5
    seconds: float = 5.0
    input_tokens: Callable[[], int] = lambda: 1_000
    most_at_once: float = float("inf")
    answered: int = 0
    refused: int = 0
    at_work: int = 0
    widest: int = 0

    def __post_init__(self) -> None:
        self._limiter = RateLimiter(self.limits, clock=self.now)

    @staticmethod
    def now() -> float:
        return asyncio.get_running_loop().time()

    @property
    def sent_during_retry_after(self) -> int:
        return self._limiter.sent_during_retry_after

    async def call(self, pace: Pace) -> bool:
        """Whether the call was answered."""
        admission = await pace.admit(2_000)
        try:
            tokens = self.input_tokens()
            await asyncio.sleep(0.02)
            try:
                if self.at_work >= self.most_at_once:
                    raise ApiError(429, "Too many requests at once.")
                headers = self._limiter.admit("m", tokens)
            except ApiError as error:
                self.refused += 1
                admission.refused(error.headers, retry_after(error.headers))
                return False
            self.at_work += 1
            self.widest = max(self.widest, self.at_work)
            await asyncio.sleep(self.begins_after)
            admission.taken(headers)
            admission.counted(Usage(input_tokens=tokens))
            await asyncio.sleep(self.seconds - self.begins_after)
            self._limiter.take_output("m", 500)
            admission.counted(Usage(input_tokens=tokens, output_tokens=500))
            self.at_work -= 1
            self.answered += 1
            return True
        finally:
            admission.end()


def paced() -> Pace:
    return Pace(longest_hold=900.0, clock=Endpoint.now)


async def session(endpoint: Endpoint, pace: Pace, *, wide: int, turns: int) -> float:
    """So many components with so many turns each; the seconds it took."""

    async def component() -> None:
        done = 0
        while done < turns:
            done += await endpoint.call(pace)

    begun = endpoint.now()
    await asyncio.gather(*(component() for _ in range(wide)))
    return endpoint.now() - begun


def allowed(per_minute: float, seconds: float) -> float:
    """What a full bucket gives in so many seconds."""
    return per_minute * (1 + seconds / MINUTE)


def test_an_endpoint_without_limits_gets_all_calls_at_once() -> None:
    endpoint = Endpoint(seconds=1.0, begins_after=0.01)
    taken = run(session(endpoint, paced(), wide=250, turns=6))
    assert endpoint.widest == 250
    assert taken < 7


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (RateLimits(requests_per_minute=50), "requests"),
        (RateLimits(requests_per_minute=300), "requests"),
        (RateLimits(requests_per_minute=120, burst=1 / 60), "requests"),
        (RateLimits(requests_per_minute=1_000, input_tokens_per_minute=100_000), "input"),
        (RateLimits(input_tokens_per_minute=300_000), "input"),
        (RateLimits(output_tokens_per_minute=40_000), "output"),
    ],
)
@pytest.mark.parametrize("uneven", [False, True])
def test_a_limit_that_is_named_is_used_and_hardly_met(
    limits: RateLimits, kind: str, uneven: bool
) -> None:
    rng = random.Random(7)
    endpoint = Endpoint(limits)
    if uneven:
        endpoint.input_tokens = lambda: rng.choice([200, 600, 2_200])
    taken = run(session(endpoint, paced(), wide=100, turns=6))
    per_minute = {
        "requests": limits.requests_per_minute,
        "input": (limits.input_tokens_per_minute or 0) / 1_000,
        "output": (limits.output_tokens_per_minute or 0) / 500,
    }[kind]
    assert per_minute
    burst = per_minute * limits.burst
    # The last calls end only after their answer.
    possible = burst + per_minute * (taken - endpoint.seconds) / MINUTE
    assert endpoint.answered >= 0.95 * possible
    assert endpoint.refused < 0.03 * endpoint.answered
    assert endpoint.sent_during_retry_after == 0


@pytest.mark.parametrize("per_minute", [60, 600])
def test_a_limit_that_nobody_names_is_found(per_minute: int) -> None:
    endpoint = Endpoint(RateLimits(requests_per_minute=per_minute, headers=False))
    taken = run(session(endpoint, paced(), wide=100, turns=12))
    possible = allowed(per_minute, taken - endpoint.seconds)
    assert endpoint.answered >= 0.85 * possible
    assert endpoint.refused < 0.1 * endpoint.answered


@pytest.mark.parametrize(
    ("share", "at_most"), [(0.05, 2 * MINUTE), (0.15, 4 * MINUTE), (0.25, 8 * MINUTE)]
)
@pytest.mark.parametrize("seed", range(4))
def test_refusals_that_have_nothing_to_do_with_the_rate_end_in_no_crawl(
    share: float, at_most: float, seed: int
) -> None:
    rng = random.Random(seed)

    class RefusesAtRandom(RateLimiter):
        def admit(self, model: str, input_tokens: int) -> dict[str, str]:
            if rng.random() < share:
                raise ApiError(429, "Not now.")
            return super().admit(model, input_tokens)

    endpoint = Endpoint(seconds=2.0)
    endpoint._limiter = RefusesAtRandom(endpoint.limits, clock=Endpoint.now)
    # Each refusal makes everybody wait for a second or two. Without refusals, it takes 12 seconds;
    # at one call in ten seconds, it took up to 45 minutes.
    assert run(session(endpoint, paced(), wide=40, turns=6)) < at_most


def test_a_limit_that_falls_to_a_tenth_is_found_again() -> None:
    class Falls(RateLimiter):
        fell_at = 0.0

        def admit(self, model: str, input_tokens: int) -> dict[str, str]:
            headers = super().admit(model, input_tokens)
            if self.accepted == 300:
                self.fell_at = Endpoint.now()
                limits = RateLimits(requests_per_minute=60, headers=False)
                super().__init__(limits, clock=Endpoint.now)
            return headers

    endpoint = Endpoint()
    endpoint._limiter = falls = Falls(
        RateLimits(requests_per_minute=600, headers=False), clock=Endpoint.now
    )
    taken = run(session(endpoint, paced(), wide=100, turns=6))
    assert endpoint.answered - 300 >= 0.9 * allowed(60, taken - falls.fell_at)
    assert endpoint.refused < 0.2 * endpoint.answered


@pytest.mark.parametrize("share", [1.0, 0.9])
@pytest.mark.parametrize("answered_before", [0, 50])
def test_after_an_outage_that_refuses_nearly_everybody_calls_are_soon_many_again(
    share: float, answered_before: int
) -> None:
    rng = random.Random(5)

    class Overloaded(RateLimiter):
        """It refuses most calls for a minute, once it has taken some."""

        ends = float("inf")
        taken = 0

        def admit(self, model: str, input_tokens: int) -> dict[str, str]:
            if self.taken >= answered_before:
                self.ends = min(self.ends, Endpoint.now() + MINUTE)
                if Endpoint.now() < self.ends and rng.random() < share:
                    raise ApiError(429, "Overloaded.")
            self.taken += 1
            return super().admit(model, input_tokens)

    endpoint = Endpoint(seconds=2.0)
    endpoint._limiter = Overloaded(endpoint.limits, clock=Endpoint.now)
    # Without an outage, it takes 12 seconds.
    assert run(session(endpoint, paced(), wide=40, turns=6)) < 3 * MINUTE


def test_an_endpoint_that_takes_so_many_at_once_is_kept_busy() -> None:
    endpoint = Endpoint(most_at_once=20)
    taken = run(session(endpoint, paced(), wide=100, turns=12))
    assert endpoint.answered * endpoint.seconds / 20 >= 0.7 * taken
    assert endpoint.refused < 0.1 * endpoint.answered


def test_two_workers_share_a_limit_without_a_storm() -> None:
    endpoint = Endpoint(RateLimits(requests_per_minute=300))

    async def both() -> float:
        workers = [session(endpoint, paced(), wide=60, turns=6) for _ in range(2)]
        return max(await asyncio.gather(*workers))

    taken = run(both())
    possible = allowed(300, taken - endpoint.seconds)
    assert endpoint.answered >= 0.95 * possible
    assert endpoint.refused < 0.03 * endpoint.answered


def test_a_wait_that_one_call_is_given_holds_all() -> None:
    sent: list[float] = []

    async def component(pace: Pace, number: int) -> None:
        admission = await pace.admit(1_000)
        sent.append(Endpoint.now())
        if number == 0:
            admission.refused({}, 30.0)
        else:
            await asyncio.sleep(1)
            admission.taken({})
        admission.end()

    async def all_of_them() -> None:
        pace = paced()
        await asyncio.gather(*(component(pace, number) for number in range(40)))

    run(all_of_them())
    assert len([at for at in sent if at >= 30]) == 39


def test_a_wait_that_nobody_waits_for_holds_no_other() -> None:
    async def after_refusal() -> float:
        pace = Pace(longest_hold=10.0, clock=Endpoint.now)
        (await pace.admit(1)).refused({}, 3_600.0)
        (await pace.admit(1)).end()
        return Endpoint.now()

    assert run(after_refusal()) < 60


def test_who_waits_is_told_the_reason_and_can_give_up() -> None:
    said: list[str] = []

    def gives_up() -> None:
        if len(said) > 2:
            raise RuntimeError

    async def waiting() -> None:
        pace = paced()
        headers = {
            f"anthropic-ratelimit-input-tokens-{name}": value
            for name, value in (("limit", "30000"), ("remaining", "0"))
        }
        (await pace.admit(5_000)).taken(headers)
        with pytest.raises(RuntimeError):
            await pace.admit(5_000, on_wait=said.append, still_wanted=gives_up)

    run(waiting())
    assert set(said) == {"the endpoint's limit is 30,000 input tokens a minute"}


def test_an_endpoint_is_said_to_refuse_only_after_it_has() -> None:
    async def reasons() -> tuple[str, str]:
        pace = paced()
        before = pace.reason()
        (await pace.admit(1_000)).refused({}, None)
        await asyncio.sleep(5)
        return before, pace.reason()

    before, after = run(reasons())
    assert "refuses" not in before
    assert after == "the endpoint refuses calls above its rate limit"
