"""How long consecutive model errors of one turn are borne."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from design_sessions.agent.model_errors import RateLimitedError
from design_sessions.errors import (
    ModelError,
    ModelPatienceError,
    ModelUnavailableError,
    QuotaError,
)
from design_sessions.settings import Settings

_LONGEST_WAIT = 30.0
_SHORTEST_WAIT = 0.1


def judge(
    error: ModelUnavailableError,
    *,
    error_count: int,
    first_error_at: datetime | None,
    now: datetime,
    settings: Settings,
) -> ModelError | QuotaError:
    """What to raise for an error that may pass.

    Args:
        error: the last error.
        error_count: consecutive errors of the turn, this one included.
        first_error_at: when the first of them was seen.
        now: the time of this one.
        settings: ``model_patience``, which a Retry-After stretches up to ``rate_limit_patience``.

    Returns:
        A ``ModelUnavailableError`` with the wait before the next try; once patience has ended, a
        ``QuotaError`` if a rate limit asks to wait longer than that, else a
        ``ModelPatienceError``.
    """
    elapsed = max(0.0, (_aware(now) - _aware(first_error_at or now)).total_seconds())
    told = error.retry_after
    if told is None:
        patience = settings.model_patience
        wait = min(2.0 ** (error_count - 1), _LONGEST_WAIT) * random.uniform(0.75, 1.25)
        # The last try comes when patience ends, not a long wait before.
        wait = min(wait, max(patience - elapsed, _SHORTEST_WAIT))
        ended = elapsed >= patience
    else:
        patience = max(settings.model_patience, settings.rate_limit_patience)
        wait = told
        ended = elapsed + wait > patience
    if not ended:
        return ModelUnavailableError(error.message, error.remedy, retry_after=wait)
    if isinstance(error, RateLimitedError) and told is not None:
        return QuotaError(
            f"{error.message} It asks to wait {told:.0f} seconds more, after {elapsed:.0f}.",
            "Retry when the limit allows it, or raise DESIGN_RATE_LIMIT_PATIENCE.",
        )
    tries = "1 try" if error_count == 1 else f"{error_count} tries in {elapsed:.0f} seconds"
    return ModelPatienceError(
        f"{error.message} ({tries})", error.remedy or "Retry when the endpoint works again."
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
