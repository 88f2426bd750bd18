"""How often activities heartbeat."""

from __future__ import annotations

import pytest

from activities.running import heartbeat_interval
from workflows.timeouts import LEG


@pytest.mark.parametrize(("activities", "seconds"), [(1, 2.0), (50, 2.0), (75, 3.0), (256, 4.0)])
def test_many_legs_heartbeat_less_often(activities: int, seconds: float) -> None:
    assert heartbeat_interval(activities) == seconds


def test_a_lost_heartbeat_does_not_look_like_a_dead_worker() -> None:
    assert 2 * heartbeat_interval(10_000) < LEG["heartbeat_timeout"].total_seconds()
