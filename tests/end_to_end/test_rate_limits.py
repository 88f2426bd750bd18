"""A wide session at an endpoint that enforces its rate limits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from temporalio.client import Client

from simulator.rate_limits import RateLimits
from simulator.testing import running_simulator
from tests.support.ledgers import answered_turns, finished_turns
from tests.support.product import product_settings, running_product
from tests.support.repositories import CONTEXT_PATH, context_document, make_repository

WIDE = 40


@pytest.mark.slow
@pytest.mark.parametrize("named", [True, False])
async def test_a_wide_session_keeps_to_the_limits_and_fails_nowhere(
    temporal: Client, tmp_path: Path, *, named: bool
) -> None:
    names = [f"Part{number:02d}" for number in range(WIDE)]
    repository = make_repository(
        tmp_path / "wide", {CONTEXT_PATH: context_document(dict.fromkeys(names, "schema"))}
    )
    limits = RateLimits(requests_per_minute=600, burst=1 / 20, headers=named)
    with running_simulator(latency=0.2, limits=limits) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        async with running_product(temporal, settings, repository) as product:
            await product.start(review=False)
            if named:
                waited = await product.until(lambda view: view.waits_for is not None)
                assert "600 requests a minute" in str(waited.waits_for)
            view = await product.until_complete()
            assert Counter(c.state for c in view.components) == {"complete": WIDE}
            assert {c.attempt for c in view.components} == {1}
            assert view.waits_for is None
            assert answered_turns(simulator) == Counter(finished_turns(product))
        limiter = simulator.engine.rate_limiter
    assert limiter.sent_during_retry_after == 0
    assert limiter.refused <= (0.1 if named else 0.2) * limiter.accepted
