"""The embedded Temporal server dies while model calls are under way."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from design_sessions.status import SessionStatusView
from hosting.embedded_server import EmbeddedServer
from hosting.endpoints import read_endpoints, server_is_running
from hosting.ports import free_port
from simulator.testing import running_simulator
from tests.support.ledgers import answered_more_than_once, answered_turns, finished_turns
from tests.support.processes import embedded_client, product_of_processes, worker_process
from tests.support.product import product_settings, running_product, until_pending
from tests.support.repositories import TestRepository

pytestmark = pytest.mark.slow

PATIENCE = 100.0


def _kill_server(data_directory: Path) -> int:
    """End the server with SIGKILL; returns its process id."""
    endpoints = read_endpoints(data_directory)
    assert endpoints is not None
    os.killpg(endpoints.pid, signal.SIGKILL)
    with suppress(ChildProcessError):  # of a worker, not of this process
        os.waitid(os.P_PID, endpoints.pid, os.WEXITED | os.WNOWAIT)
    deadline = time.monotonic() + 10
    while server_is_running(data_directory) and time.monotonic() < deadline:
        time.sleep(0.01)
    return endpoints.pid


async def test_a_development_worker_starts_its_server_again_and_loses_no_call(
    repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator(latency=1.0) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        with worker_process(
            tmp_path / "run", settings, "--dev", "--temporal-port", str(free_port())
        ):
            client = await embedded_client(settings.data_directory)
            async with product_of_processes(client, settings, repository) as product:
                await product.start()
                for turns in (0, 2):
                    await product.until(_has_turns(turns))
                    await asyncio.to_thread(simulator.wait_until_in_flight, 3)
                    killed = _kill_server(settings.data_directory)
                    await _until_serving_again(settings.data_directory, killed)
                view = await product.until(
                    lambda view: view.status == "complete", patience=PATIENCE
                )

                assert {c.state for c in view.components} == {"complete"}
                assert {c.attempt for c in view.components} == {1}
                assert answered_more_than_once(simulator) == {}
                assert answered_turns(simulator) == Counter(finished_turns(product))
    assert len(set(repository.commits())) == len(repository.commits()) == 4


async def test_calls_that_a_server_has_timed_out_run_on_and_are_adopted(
    repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator(latency=16.0) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        port = free_port()
        async with _server(settings.data_directory, port):
            client = await embedded_client(settings.data_directory)
            async with running_product(client, settings, repository) as product:
                await product.start(review=False)
                await asyncio.to_thread(simulator.wait_until_in_flight, 3)
                await product.until(lambda view: all(c.workflow_id for c in view.components))
                _kill_server(settings.data_directory)
                # For a while it runs where no worker reaches it, and so hears of no heartbeat.
                async with _server(settings.data_directory, free_port()):
                    elsewhere = await embedded_client(settings.data_directory)
                    for component in product.status().components:
                        child = str(component.workflow_id)
                        await until_pending(elsewhere, child, "run_design_leg", attempt=2)
                assert finished_turns(product) == []
                async with _server(settings.data_directory, port):
                    simulator.engine.latency = 0.0
                    await product.until(_is_complete, patience=PATIENCE)
                    assert answered_more_than_once(simulator) == {}
                    assert answered_turns(simulator) == Counter(finished_turns(product))
    assert len(set(repository.commits())) == len(repository.commits()) == 3


@asynccontextmanager
async def _server(data_directory: Path, port: int) -> AsyncIterator[None]:
    server = EmbeddedServer(data_directory, database="sqlite", port=port)
    try:
        await server.ensure()
        yield
    finally:
        # Released, it would live on as long as another instance here has not let go of it.
        if server_is_running(data_directory):
            _kill_server(data_directory)
        await server.release()


def _is_complete(view: SessionStatusView) -> bool:
    return view.status == "complete"


def _has_turns(turns: int) -> Callable[[SessionStatusView], bool]:
    return lambda view: sum(c.turns for c in view.components) >= turns


async def _until_serving_again(data_directory: Path, killed: int) -> None:
    async with asyncio.timeout(30):
        while True:
            endpoints = read_endpoints(data_directory)
            if endpoints and endpoints.pid != killed and server_is_running(data_directory):
                return
            await asyncio.sleep(0.05)
