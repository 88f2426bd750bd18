"""How long consecutive model errors of one turn are retried."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from design_sessions.endpoint.errors import RateLimitedError
from design_sessions.errors import (
    ModelError,
    ModelPatienceError,
    ModelUnavailableError,
    QuotaError,
)
from design_sessions.settings import Settings

_LONGEST_WAIT = 30.0
_SHORTEST_WAIT = 0.1
_FLOOR = 5.0
"""Seconds up to which waits grow where an endpoint asks for less, such as 0 again and again."""
_DAY = 86_400.0


def judge(
    error: ModelUnavailableError,
    *,
    error_count: int,
    first_error_at: datetime | None,
    now: datetime,
    silent_for: float,
    settings: Settings,
) -> ModelError | QuotaError:
    """What to raise for an error that may pass.

    Args:
        error: the last error.
        error_count: consecutive errors of the turn, this one included.
        first_error_at: when the first of them was seen.
        now: the time of this one.
        silent_for: seconds since the endpoint took any call of this process. As long as it lets
            others through, a call that it refuses for its rate limit waits.
        settings: ``model_patience``, which a Retry-After stretches up to ``rate_limit_patience``.

    Returns:
        A ``ModelUnavailableError`` with the wait before the next try; once patience has ended, a
        ``QuotaError`` if a rate limit asks to wait longer than that, else a
        ``ModelPatienceError``.
    """
    elapsed = max(0.0, (_aware(now) - _aware(first_error_at or now)).total_seconds())
    if isinstance(error, RateLimitedError):
        elapsed = min(elapsed, silent_for)
    told = error.retry_after
    # The exponent is bounded, since no number holds two to the power of a night's errors.
    growing = min(2.0 ** min(error_count - 1, 10), _LONGEST_WAIT) * random.uniform(0.75, 1.25)
    if told is None:
        patience = settings.model_patience
        wait = growing
        # The last try comes when patience ends, not a long wait before.
        wait = min(wait, max(patience - elapsed, _SHORTEST_WAIT))
        ended = elapsed >= patience
    else:
        patience = max(settings.model_patience, settings.rate_limit_patience)
        wait = max(told, min(growing, _FLOOR))
        ended = elapsed + wait > patience
    if not ended:
        return ModelUnavailableError(error.message, error.remedy, retry_after=wait)
    tries = "1 try" if error_count == 1 else f"{error_count} tries in {elapsed:.0f} seconds"
    asked = f", it asks to wait {_spoken(told)} more" if told else ""
    message = f"{error.message} ({tries}{asked})"
    if isinstance(error, RateLimitedError) and told is not None:
        return QuotaError(
            message, "Retry when the limit allows it, or raise DESIGN_RATE_LIMIT_PATIENCE."
        )
    return ModelPatienceError(message, error.remedy or "Retry when the endpoint works again.")


def _spoken(seconds: float) -> str:
    if seconds > _DAY:
        return "more than a day"
    return "1 second" if round(seconds) == 1 else f"{seconds:.0f} seconds"


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
