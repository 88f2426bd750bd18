from __future__ import annotations

import math
from typing import Any

import anthropic
import pytest

from simulator.api_errors import ApiError
from simulator.rate_limits import IN_TRANSIT_SECONDS, RateLimiter, RateLimits

MODEL = "claude-sonnet-5-5"
NOON = 1_767_268_800.0
"""2026-01-01T12:00:00Z."""
ONE_A_SECOND = RateLimits(requests_per_minute=60, burst=1 / 60)


class Clock:
    now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refusal(limiter: RateLimiter, input_tokens: int = 1, model: str = MODEL) -> ApiError:
    with pytest.raises(ApiError) as raised:
        limiter.admit(model, input_tokens)
    assert raised.value.status == 429
    return raised.value


def test_without_limits_everything_is_accepted_and_no_header_sent(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(), clock)
    assert [limiter.admit(MODEL, 1_000_000) for _ in range(1_000)] == [{}] * 1_000
    limiter.take_output(MODEL, 1_000_000)
    assert limiter.counts() == {"accepted": 1_000, "refused": 0, "sent_during_retry_after": 0}


def test_requests_are_replenished_continuously(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(requests_per_minute=50), clock)
    for _ in range(50):
        limiter.admit(MODEL, 1)
    error = refusal(limiter)
    assert "50 requests per minute" in error.message
    assert error.headers["retry-after"] == "2"
    clock.now += 1.2
    limiter.admit(MODEL, 1)
    refusal(limiter)


def test_a_small_burst_enforces_sixty_a_minute_as_one_a_second(clock: Clock) -> None:
    limiter = RateLimiter(ONE_A_SECOND, clock)
    for _ in range(3):
        limiter.admit(MODEL, 1)
        assert refusal(limiter).headers["retry-after"] == "1"
        clock.now += 1
    assert (limiter.accepted, limiter.refused) == (3, 3)


def test_each_model_has_limits_of_its_own(clock: Clock) -> None:
    limiter = RateLimiter(ONE_A_SECOND, clock)
    limiter.admit(MODEL, 1)
    refusal(limiter)
    clock.now += 0.5
    limiter.admit("claude-opus-5-5", 1)
    assert limiter.sent_during_retry_after == 0


def test_a_refused_request_takes_nothing(clock: Clock) -> None:
    limits = RateLimits(requests_per_minute=10, input_tokens_per_minute=6_000)
    limiter = RateLimiter(limits, clock)
    limiter.admit(MODEL, 4_000)
    error = refusal(limiter, 3_000)
    assert "6,000 input tokens per minute" in error.message
    assert error.headers["retry-after"] == "10"
    assert error.headers["anthropic-ratelimit-requests-remaining"] == "9"
    assert limiter.admit(MODEL, 2_000)["anthropic-ratelimit-requests-remaining"] == "8"


def test_a_request_fits_when_retry_after_has_passed(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(input_tokens_per_minute=7_777), clock)
    limiter.admit(MODEL, 7_000)
    clock.now += int(refusal(limiter, 7_000).headers["retry-after"])
    limiter.admit(MODEL, 7_000)
    assert limiter.sent_during_retry_after == 0


def test_the_limit_with_the_longest_wait_is_named(clock: Clock) -> None:
    limits = RateLimits(requests_per_minute=2, input_tokens_per_minute=100)
    limiter = RateLimiter(limits, clock)
    limiter.admit(MODEL, 50)
    limiter.admit(MODEL, 50)
    assert "2 requests per minute" in refusal(limiter, 20).message
    assert "100 input tokens per minute" in refusal(limiter, 90).message


def test_output_is_taken_when_it_was_sent_and_a_debt_is_replenished_first(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(output_tokens_per_minute=6_000), clock)
    limiter.admit(MODEL, 1)
    limiter.admit(MODEL, 1)
    limiter.take_output(MODEL, 4_500)
    limiter.take_output(MODEL, 4_500)
    error = refusal(limiter)
    assert "6,000 output tokens per minute" in error.message
    assert error.headers["retry-after"] == "31"
    assert error.headers["anthropic-ratelimit-output-tokens-remaining"] == "0"
    clock.now += 31
    limiter.admit(MODEL, 1)


def test_input_beyond_the_capacity_needs_a_full_bucket(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(input_tokens_per_minute=60_000, burst=0.1), clock)
    limiter.admit(MODEL, 30_000)
    assert refusal(limiter, 30_000).headers["retry-after"] == "30"
    assert refusal(limiter, 3_000).headers["retry-after"] == "27"


def test_input_beyond_a_minutes_limit_never_fits(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(input_tokens_per_minute=60_000), clock)
    assert refusal(limiter, 60_001).headers["retry-after"] == "1"
    limiter.admit(MODEL, 60_000)
    assert refusal(limiter, 60_001).headers["retry-after"] == "60"


def test_headers_tell_limit_rest_and_time_of_full_replenishment(clock: Clock) -> None:
    limits = RateLimits(
        requests_per_minute=50, input_tokens_per_minute=30_000, output_tokens_per_minute=8_000
    )
    assert RateLimiter(limits, clock).admit(MODEL, 3_600) == {
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "49",
        "anthropic-ratelimit-requests-reset": "2026-01-01T12:00:02Z",
        "anthropic-ratelimit-input-tokens-limit": "30000",
        "anthropic-ratelimit-input-tokens-remaining": "26000",
        "anthropic-ratelimit-input-tokens-reset": "2026-01-01T12:00:08Z",
        "anthropic-ratelimit-output-tokens-limit": "8000",
        "anthropic-ratelimit-output-tokens-remaining": "8000",
        "anthropic-ratelimit-output-tokens-reset": "2026-01-01T12:00:00Z",
    }


def test_headers_can_be_left_out(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(requests_per_minute=1, headers=False), clock)
    assert limiter.admit(MODEL, 1) == {}
    assert refusal(limiter).headers == {}
    clock.now += 10
    refusal(limiter)
    assert limiter.sent_during_retry_after == 0


def test_requests_sent_during_retry_after_are_counted(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(requests_per_minute=1), clock)
    limiter.admit(MODEL, 1)
    refusal(limiter)
    clock.now += IN_TRANSIT_SECONDS
    refusal(limiter)
    assert limiter.sent_during_retry_after == 0
    clock.now += 0.01
    refusal(limiter)
    assert limiter.sent_during_retry_after == 1
    clock.now += 60
    limiter.admit(MODEL, 1)
    assert limiter.sent_during_retry_after == 1


def test_an_accepted_request_counts_as_sent_during_retry_after_too(clock: Clock) -> None:
    limiter = RateLimiter(RateLimits(input_tokens_per_minute=60), clock)
    limiter.admit(MODEL, 40)
    refusal(limiter, 50)
    clock.now += 1
    limiter.admit(MODEL, 1)
    assert limiter.counts() == {"accepted": 2, "refused": 1, "sent_during_retry_after": 1}


async def test_a_refusal_over_http_is_a_rate_limit_error_and_logged(
    design_talk: Any, clock: Clock
) -> None:
    simulator, talk = design_talk(limits=ONE_A_SECOND, clock=clock)
    await talk.ask()
    del talk.messages[1:]
    with pytest.raises(anthropic.RateLimitError) as raised:
        await talk.ask()
    assert raised.value.type == "rate_limit_error"
    assert raised.value.response.headers["retry-after"] == "1"
    assert raised.value.response.headers["anthropic-ratelimit-requests-remaining"] == "0"
    first, second = simulator.read_log()
    assert (first["kind"], second["kind"], second["status"]) == ("message", "error", 429)
    assert "60 requests per minute" in second["error"]
    clock.now += 1
    await talk.ask()
    assert simulator.engine.rate_limiter.counts() == {
        "accepted": 2,
        "refused": 1,
        "sent_during_retry_after": 0,
    }


async def test_cache_reads_do_not_count_and_output_does(
    start: Any, connect: Any, clock: Clock
) -> None:
    limits = RateLimits(input_tokens_per_minute=4_000, output_tokens_per_minute=4_000)
    simulator = start(limits=limits, clock=clock)
    client = connect(simulator)
    text = "A long prompt. " * 800
    system = [{"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}]
    for _ in range(3):
        answer = await client.messages.with_raw_response.create(
            model=MODEL,
            max_tokens=100,
            system=system,
            messages=[{"role": "user", "content": "Hello"}],
        )
        assert answer.headers["anthropic-ratelimit-input-tokens-remaining"] == "1000"
    sent = sum(line["output_tokens"] for line in simulator.read_log())
    assert sent > 100
    answer = await client.messages.with_raw_response.create(
        model=MODEL, max_tokens=100, messages=[{"role": "user", "content": "Hello"}]
    )
    reset = answer.headers["anthropic-ratelimit-output-tokens-reset"]
    assert reset == f"2026-01-01T12:00:{math.ceil(sent * 60 / 4_000):02}Z"


async def test_limits_come_from_the_faults_file_too(start: Any, connect: Any) -> None:
    client = connect(start(faults={"limits": {"requests_per_minute": 7}}))
    answer = await client.messages.with_raw_response.create(
        model=MODEL, max_tokens=0, messages=[{"role": "user", "content": "Hello"}]
    )
    assert answer.headers["anthropic-ratelimit-requests-limit"] == "7"
    assert "anthropic-ratelimit-input-tokens-limit" not in answer.headers


async def test_a_fault_happens_only_to_accepted_requests(design_talk: Any, clock: Clock) -> None:
    faults = {
        "fault": [{"kind": 529, "times": 1}],
        "limits": {"requests_per_minute": 60, "burst": 0.01},
    }
    simulator, talk = design_talk(faults=faults, clock=clock)
    for error in (anthropic.OverloadedError, anthropic.RateLimitError):
        with pytest.raises(error):
            await talk.ask()
    assert simulator.engine.rate_limiter.accepted == 1
