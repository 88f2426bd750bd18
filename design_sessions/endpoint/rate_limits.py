"""What an endpoint says of its rate limits in the headers of its answers.

Names and meaning are those of the Messages API: each limit is a token bucket for one minute that is
replenished continuously, and cache reads do not count as input.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

Counted = Literal["requests", "input-tokens", "output-tokens"]


class RateLimit(NamedTuple):
    """One limit, as of one answer."""

    counted: Counted
    limit: float
    """How many a minute."""
    remaining: float

    def __str__(self) -> str:
        return f"{self.limit:,.0f} {self.counted.replace('-', ' ')} a minute"


def rate_limits(headers: Mapping[str, str]) -> list[RateLimit]:
    """The limits that these headers name; those that cannot be read are left out."""
    found = []
    for counted in get_args(Counted):
        try:
            limit, remaining = (
                float(headers[f"anthropic-ratelimit-{counted}-{name}"])
                for name in ("limit", "remaining")
            )
        except (KeyError, ValueError):
            continue
        if 0 < limit < float("inf") and 0 <= remaining < float("inf"):
            found.append(RateLimit(counted, limit, min(limit, remaining)))
    return found
