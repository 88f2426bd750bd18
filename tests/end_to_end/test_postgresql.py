"""Sessions whose records are in PostgreSQL, which several workers share."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from temporalio.client import Client

from simulator.testing import running_simulator
from tests.support.ledgers import answered_turns, finished_turns
from tests.support.postgresql import DatabaseFactory, postgresql_binaries, throwaway_postgresql
from tests.support.processes import product_of_processes, worker_process
from tests.support.product import product_settings, running_product
from tests.support.repositories import CONTEXT_PATH, TestRepository

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgresql_binaries() is None, reason="PostgreSQL is not installed"),
]

DESIGNS = {"feed.md", "post.md", "post_repository.md"}
AFTER_A_DEATH = 100.0


@pytest.fixture(scope="module")
def new_database() -> Iterator[DatabaseFactory]:
    """A server of this module's own."""
    with throwaway_postgresql() as server:
        yield server.create_database


async def test_of_two_workers_with_own_data_directories_one_finishes_what_the_dead_one_began(
    temporal: Client,
    temporal_address: str,
    repository: TestRepository,
    new_database: DatabaseFactory,
    tmp_path: Path,
) -> None:
    slow = {"kind": "slow", "review": False, "latency": 6, "times": 1}
    with running_simulator(faults=[slow]) as simulator, ExitStack() as stack:
        first = product_settings(
            tmp_path / "one", simulator.base_url, DESIGN_DATABASE_URL=new_database()
        )
        second = first.model_copy(update={"data_directory": tmp_path / "two"})
        with worker_process(tmp_path / "run-1", first, temporal=temporal_address) as dying:
            async with product_of_processes(temporal, second, repository) as product:
                await product.start()
                await asyncio.to_thread(simulator.wait_until_in_flight, 3)
                stack.enter_context(
                    worker_process(tmp_path / "run-2", second, temporal=temporal_address)
                )
                dying.kill()
                view = await product.until_complete(AFTER_A_DEATH)

                assert {c.state for c in view.components} == {"complete"}
                assert view.review is not None
                assert view.review.state == "complete"
                finished, answered = finished_turns(product), answered_turns(simulator)
                assert Counter(finished) <= answered
                assert answered.total() - len(finished) <= 3
    written = {Path(p).name for p in repository.on_branch() if p != CONTEXT_PATH}
    assert written == {*DESIGNS, "design_review.md"}
    assert len(set(repository.commits())) == len(repository.commits()) == 4


async def test_a_worker_with_another_database_refuses_the_session_and_says_why(
    temporal: Client, repository: TestRepository, new_database: DatabaseFactory, tmp_path: Path
) -> None:
    with running_simulator() as simulator:
        ours = product_settings(
            tmp_path / "one", simulator.base_url, DESIGN_DATABASE_URL=new_database()
        )
        theirs = ours.model_copy(update={"database_url": new_database()})
        async with (
            product_of_processes(temporal, ours, repository) as client,
            running_product(temporal, theirs, repository) as worker,
        ):
            verdict = await client.start()
            assert not verdict.accepted
            assert verdict.error is not None
            assert f"uses the database {worker.services.store.deployment_id}" in verdict.error
            assert client.services.store.deployment_id in verdict.error
            assert "same DESIGN_DATABASE_URL" in verdict.error
            assert client.services.store.maintenance.open_sessions() == []
            assert worker.services.store.maintenance.open_sessions() == []
        assert simulator.read_log() == []
    assert len(repository.git("branch", at=repository.origin).splitlines()) == 1
