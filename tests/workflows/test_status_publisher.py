"""How often a running session looks at the ledger."""

from __future__ import annotations

from workflows.status_publisher import REFRESH_INTERVAL, refresh_interval

EVENTS_OF_A_LOOK = 12
MOST_EVENTS = 51_200
"""Temporal's limit for one workflow."""


def test_a_short_session_is_looked_at_four_times_a_minute() -> None:
    assert refresh_interval(0) == refresh_interval(1_000) == REFRESH_INTERVAL == 15


def test_a_session_may_run_for_days_without_reaching_the_limit_of_its_history() -> None:
    events, seconds = 0, 0.0
    while seconds < 4 * 86_400:
        seconds += refresh_interval(events)
        events += EVENTS_OF_A_LOOK
    assert events < MOST_EVENTS / 2
