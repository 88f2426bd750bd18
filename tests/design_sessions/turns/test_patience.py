from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from design_sessions.endpoint.errors import RateLimitedError
from design_sessions.errors import ModelPatienceError, ModelUnavailableError, QuotaError
from design_sessions.turns.patience import judge
from tests.support.scripted_endpoint import make_settings

START = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS = make_settings("http://x", model_patience=150.0, rate_limit_patience=900.0)


def verdict(
    error: ModelUnavailableError, *, after: float, count: int = 3, silent_for: float = inf
) -> Exception:
    return judge(
        error,
        error_count=count,
        first_error_at=START,
        now=START + timedelta(seconds=after),
        silent_for=silent_for,
        settings=SETTINGS,
    )


def test_waits_grow_and_stay_within_patience() -> None:
    waits = []
    for count, after in enumerate([0, 1, 3, 8, 16, 40], start=1):
        error = verdict(ModelUnavailableError("Overloaded."), after=after, count=count)
        assert isinstance(error, ModelUnavailableError)
        assert error.retry_after is not None
        waits.append(error.retry_after)
    assert 0.75 <= waits[0] <= 1.25
    assert 22 <= waits[-1] <= 38


def test_the_last_try_comes_when_patience_ends() -> None:
    error = verdict(ModelUnavailableError("Overloaded."), after=145, count=9)
    assert isinstance(error, ModelUnavailableError)
    assert error.retry_after == pytest.approx(5)


def test_after_patience_the_component_fails_with_the_last_words() -> None:
    error = verdict(ModelUnavailableError("Overloaded."), after=151, count=9)
    assert isinstance(error, ModelPatienceError)
    assert error.message == "Overloaded. (9 tries in 151 seconds)"
    assert error.remedy


def test_an_asked_for_wait_stretches_patience() -> None:
    error = verdict(RateLimitedError("Slow down.", retry_after=200), after=300)
    assert type(error) is ModelUnavailableError
    assert error.retry_after == 200


def test_a_rate_limit_that_outlasts_patience_is_a_quota() -> None:
    error = verdict(RateLimitedError("Slow down.", retry_after=3600), after=0, count=1)
    assert isinstance(error, QuotaError)
    assert "asks to wait 3600 seconds more" in error.message


def test_a_wait_beyond_all_reason_is_told_in_few_words() -> None:
    error = verdict(RateLimitedError("Slow down.", retry_after=1e200), after=0, count=1)
    assert isinstance(error, QuotaError)
    assert error.message == "Slow down. (1 try, it asks to wait more than a day more)"


def test_an_endpoint_that_asks_for_no_wait_is_not_asked_without_one() -> None:
    waits = []
    for count, after in enumerate([0, 1, 3, 7, 12, 17], start=1):
        error = verdict(RateLimitedError("Slow down.", retry_after=0.0), after=after, count=count)
        assert isinstance(error, ModelUnavailableError)
        assert error.retry_after is not None
        waits.append(error.retry_after)
    assert waits[0] >= 0.75
    assert waits[-2:] == [5.0, 5.0]


def test_errors_without_number_have_a_wait_too() -> None:
    error = verdict(ModelUnavailableError("Overloaded."), after=1, count=100_000)
    assert isinstance(error, ModelUnavailableError)


def test_another_wait_that_outlasts_patience_is_the_models_error() -> None:
    error = verdict(ModelUnavailableError("Maintenance.", retry_after=3600), after=0, count=1)
    assert isinstance(error, ModelPatienceError)
    assert error.message == "Maintenance. (1 try, it asks to wait 3600 seconds more)"


def test_a_rate_limit_is_waited_for_as_long_as_others_get_through() -> None:
    refused = RateLimitedError("HTTP 429.")
    assert isinstance(verdict(refused, after=500, silent_for=20), ModelUnavailableError)
    assert isinstance(verdict(refused, after=500, silent_for=200), ModelPatienceError)


def test_another_failure_is_not_excused_by_answers_to_others() -> None:
    failed = ModelUnavailableError("HTTP 500.")
    assert isinstance(verdict(failed, after=500, silent_for=1), ModelPatienceError)
