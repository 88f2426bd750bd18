"""A worker that dies, or is asked to stop, while a session runs."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from pathlib import Path

import pytest
from temporalio.client import Client

from design_sessions.status import SessionStatusView
from hosting.endpoints import read_endpoints
from simulator.testing import running_simulator
from tests.support.hooks import HeldPush
from tests.support.ledgers import answered_more_than_once, answered_turns, finished_turns
from tests.support.processes import embedded_client, product_of_processes, worker_process
from tests.support.product import product_settings
from tests.support.repositories import TestRepository

pytestmark = pytest.mark.slow

COMMITS = {"Design Shop.Blog.Feed", "Design Shop.Blog.Post", "Design Shop.Blog.PostRepository"}
HEARTBEAT_TIMEOUT = 10.0
TAKEN_UP_WITHIN = 15.0
"""Seconds from the missed heartbeat to the end of the repeated call, which takes no time itself."""
AFTER_ANY_LEASE = 25.0
AFTER_A_DEATH = 100.0
"""Seconds: a claim of a dead worker lives for 20, a heartbeat for 10."""


async def test_a_worker_asked_to_stop_lets_its_calls_finish_and_records_them(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator(latency=2.0) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        with worker_process(tmp_path / "run", settings, temporal=temporal_address) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start(review=False)
                await asyncio.to_thread(simulator.wait_until_in_flight, 3)
                assert await asyncio.to_thread(worker.terminate) == 0
                finished = finished_turns(product)
                assert len(finished) == 3
                assert Counter(finished) == answered_turns(simulator)

                simulator.engine.latency = 0.0
                worker.start()
                await product.until_complete()
                assert Counter(finished_turns(product)) == answered_turns(simulator)
                assert answered_more_than_once(simulator) == {}
    assert Counter(repository.commits()) == Counter(COMMITS)


async def test_a_development_worker_killed_at_work_goes_on_with_its_server_and_repeats_only_calls(
    repository: TestRepository, tmp_path: Path
) -> None:
    slow = {"kind": "slow", "component": "PostRepository", "latency": 6, "times": 1}
    with running_simulator(latency=0.2, faults=[slow]) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        push = HeldPush(repository.origin, subject="Design .*")
        with worker_process(tmp_path / "run", settings, "--dev") as worker:
            before = read_endpoints(settings.data_directory)
            client = await embedded_client(settings.data_directory)
            async with product_of_processes(client, settings, repository) as product:
                await product.start()
                await asyncio.to_thread(push.wait_until_held)
                in_flight = simulator.engine.in_flight
                assert in_flight > 0
                worker.kill()
                again = worker.start()

                # The push of the dead worker lives on, and lands while the next one commits.
                push.let_go()
                view = await product.until_complete(AFTER_A_DEATH)
                assert {(c.state, c.attempt) for c in view.components} == {("complete", 1)}
                finished, answered = finished_turns(product), answered_turns(simulator)
                assert len(set(finished)) == len(finished)
                assert Counter(finished) <= answered
                assert answered.total() - len(finished) <= in_flight
                assert before is not None
                assert read_endpoints(settings.data_directory) == before
                assert (again["temporal"], again["ui"]) == (before.address, before.ui)
                others_may_read = [
                    path.name
                    for path in (
                        settings.data_directory,
                        *settings.data_directory.glob("*.sqlite3"),
                    )
                    if path.stat().st_mode & 0o077
                ]
                assert others_may_read == []
    assert Counter(repository.commits()[:-1]) == Counter(COMMITS)


async def test_a_lost_model_call_is_taken_up_soon_after_its_worker_has_died(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    slow = {"kind": "slow", "component": "Feed", "latency": 90, "times": 1}
    with running_simulator(faults=[slow]) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        with worker_process(tmp_path / "run", settings, temporal=temporal_address) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start(review=False)
                await product.until(lambda view: _others_are_complete(view, "Feed"))
                worker.kill()
                worker.start()
                await product.until_complete(HEARTBEAT_TIMEOUT + TAKEN_UP_WITHIN)
                assert answered_more_than_once(simulator) == {}


async def test_a_worker_that_was_stopped_for_longer_than_anything_waits_asks_nothing_again(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator(latency=2.0) as simulator:
        settings = product_settings(
            tmp_path / "data", simulator.base_url, DESIGN_MODEL_IDLE_TIMEOUT=5.0
        )
        with worker_process(tmp_path / "run", settings, temporal=temporal_address) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start(review=False)
                await asyncio.to_thread(simulator.wait_until_in_flight, 3)
                worker.process.send_signal(signal.SIGSTOP)
                await asyncio.sleep(AFTER_ANY_LEASE)
                worker.process.send_signal(signal.SIGCONT)
                await product.until_complete(AFTER_A_DEATH)
                assert answered_more_than_once(simulator) == {}
                assert Counter(finished_turns(product)) == answered_turns(simulator)


async def test_a_push_that_died_with_its_worker_is_made_again(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator() as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        push = HeldPush(repository.origin, subject="Design Shop.Blog.Post")
        with worker_process(tmp_path / "run", settings, temporal=temporal_address) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start(review=False)
                await asyncio.to_thread(push.wait_until_held)
                worker.kill()
                push.refuse()
                worker.start()
                await product.until_complete(AFTER_A_DEATH)
                assert Counter(finished_turns(product)) == answered_turns(simulator)
    assert Counter(repository.commits()) == Counter(COMMITS)


def _others_are_complete(view: SessionStatusView, name: str) -> bool:
    return {c.name for c in view.components if c.state != "complete"} == {name}
