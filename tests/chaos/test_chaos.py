"""A few runs of the harness; ``python -m tests.chaos --runs 50`` makes as many as one likes."""

from __future__ import annotations

import pytest

from tests.chaos.plan import make_plan
from tests.chaos.run import run
from tests.support.postgresql import postgresql_binaries, throwaway_postgresql

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(postgresql_binaries() is None, reason="PostgreSQL is not installed"),
]


@pytest.mark.parametrize("seed", [3])
async def test_a_session_keeps_its_promises_while_everything_around_it_is_killed(seed: int) -> None:
    with throwaway_postgresql() as postgresql:
        verdict = await run(make_plan(seed), postgresql, components=8)
    assert verdict.misses == []
    assert verdict.turns >= 8


def test_a_plan_follows_from_its_seed() -> None:
    assert make_plan(7) == make_plan(7)
    assert make_plan(7) != make_plan(8)
