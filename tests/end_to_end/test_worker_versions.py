"""A new version of the worker is rolled out while sessions run on the old one."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client

from design_sessions.errors import InputError
from hosting.versioning import Version, version_of
from simulator.testing import running_simulator
from tests.support.processes import product_of_processes, worker_process
from tests.support.product import product_settings
from tests.support.repositories import TestRepository


def make_current(version: Version, address: str) -> None:
    """Run the command that the worker's warning and the operations guide name."""
    _, *arguments = version.make_current.split()
    command = shutil.which("temporal", path=str(Path(sys.executable).parent))
    assert command is not None
    deadline = time.monotonic() + 15
    while True:
        ended = subprocess.run(
            [command, *arguments, "--yes", "--address", address],
            check=False,
            capture_output=True,
            text=True,
            timeout=30,
        )
        if ended.returncode == 0:
            return
        # The server notes a version a moment after its first worker polls.
        assert time.monotonic() < deadline, ended.stderr
        time.sleep(0.5)


@pytest.mark.slow
async def test_a_session_stays_on_its_version_and_the_next_one_starts_on_the_new_one(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    name = f"design-{uuid4().hex[:8]}"
    old, new = Version(name, "one"), Version(name, "two")
    with running_simulator(latency=1.5) as simulator, ExitStack() as stack:
        settings = product_settings(tmp_path / "data", simulator.base_url)

        def start_worker(version: Version) -> str:
            worker = stack.enter_context(
                worker_process(
                    tmp_path / version.build_id,
                    settings,
                    temporal=temporal_address,
                    environment={
                        "DESIGN_DEPLOYMENT_NAME": version.deployment_name,
                        "DESIGN_BUILD_ID": version.build_id,
                    },
                )
            )
            return worker.output()

        said = await asyncio.to_thread(start_worker, old)
        assert "new sessions do not go to this worker" in said
        assert old.make_current in said
        await asyncio.to_thread(make_current, old, temporal_address)
        async with product_of_processes(temporal, settings, repository) as product:
            await product.start()
            await asyncio.to_thread(start_worker, new)
            await asyncio.to_thread(make_current, new, temporal_address)
            await product.until_complete(90.0)
            assert await _build_of(product.client, product.id) == "one"
            child = str(product.status().components[-1].workflow_id)
            assert await _build_of(product.client, child) == "one"

            await product.start(regenerate=True, review=False)
            await product.until_complete(90.0)
            assert await _build_of(product.client, product.id) == "two"


async def _build_of(client: Client, workflow_id: str) -> str:
    described = await client.get_workflow_handle(workflow_id).describe()
    info = described.raw_description.workflow_execution_info.versioning_info
    return str(info.deployment_version.build_id)


def test_half_a_version_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    settings = product_settings(tmp_path, "http://127.0.0.1:9", DESIGN_BUILD_ID="one")
    with pytest.raises(InputError, match="DESIGN_DEPLOYMENT_NAME"):
        version_of(settings)
