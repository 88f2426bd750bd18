"""The worker's own machine gives trouble: a full disk, a locked database, a broken mirror."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from design_sessions.errors import RepositoryUnavailableError
from design_sessions.repository.mirrors.pool import MirrorPool
from simulator.testing import running_simulator
from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.ledgers import answered_more_than_once
from tests.support.product import product_settings, running_product
from tests.support.repositories import TestRepository, commit_all
from workflows.session_state import SessionState


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 40 MB."""
    directory = tmp_path / "disk"
    directory.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(directory)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root, and not everywhere, may mount a file system of limited size")
    yield directory
    subprocess.run(["umount", "--lazy", str(directory)], check=True)


def fill(directory: Path) -> Path:
    """Leave no byte free."""
    filler = directory / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return filler


async def test_a_full_disk_is_told_and_the_session_goes_on_by_itself_when_there_is_room(
    temporal: Client, repository: TestRepository, small_disk: Path
) -> None:
    with running_simulator(latency=1.0) as simulator:
        settings = product_settings(small_disk / "data", simulator.base_url)
        async with running_product(temporal, settings, repository) as product:
            await product.start(review=False)
            await asyncio.to_thread(simulator.wait_until_in_flight, 3)
            filler = await asyncio.to_thread(fill, small_disk)

            deadline = time.monotonic() + 45
            while True:
                told = await run_client(product, "status", product.id)
                if "full" in told.err:
                    break
                assert time.monotonic() < deadline, told
                await asyncio.sleep(1)
            assert told.code == 0

            filler.unlink()
            view = await product.until_complete()
            assert {c.state for c in view.components} == {"complete"}
        assert answered_more_than_once(simulator) == {}


def test_what_git_cannot_write_on_a_full_disk_is_tried_again(
    repository: TestRepository, small_disk: Path
) -> None:
    mirror = MirrorPool(small_disk / "data").get(str(repository.origin))
    mirror.fetch()
    (repository.checkout / "large.bin").write_bytes(os.urandom(3_000_000))
    commit_all(repository.checkout, "Large")
    repository.git("push", "-q", "origin", "main")
    filler = fill(small_disk)
    with pytest.raises(RepositoryUnavailableError, match="No space left") as full:
        mirror.fetch()
    assert "Free space" in full.value.remedy
    filler.unlink()
    mirror.fetch()


async def test_a_database_that_somebody_locks_delays_a_session_and_loses_nothing(
    make_product: ProductMaker,
) -> None:
    async with make_product(latency=0.5) as (product, simulator):
        await product.start(review=False)
        await asyncio.to_thread(simulator.wait_until_in_flight, 3)
        database = product.settings.data_directory / "sessions.sqlite3"
        locker = sqlite3.connect(database, isolation_level=None, timeout=10)
        locker.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(8)
        locker.execute("ROLLBACK")
        locker.close()
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert answered_more_than_once(simulator) == {}


@pytest.mark.parametrize("harm", ["gone", "broken"])
async def test_a_mirror_that_is_lost_or_broken_is_made_again(
    make_product: ProductMaker, harm: str
) -> None:
    async with make_product(latency=1.0) as (product, simulator):
        await product.start(review=False)
        await asyncio.to_thread(simulator.wait_until_in_flight, 3)
        (mirror,) = (product.settings.data_directory / "mirrors").glob("*/")
        if harm == "gone":
            shutil.rmtree(mirror)
        else:
            shutil.rmtree(mirror / "objects")
            (mirror / "objects").mkdir()
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert answered_more_than_once(simulator) == {}


async def test_a_workflow_that_computes_for_seconds_on_a_slow_machine_is_not_interrupted(
    make_product: ProductMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    startable = SessionState.startable
    slowly = [3.0]

    def slow(self: SessionState, most: int) -> list[str]:
        time.sleep(slowly.pop() if slowly else 0)
        return startable(self, most)

    monkeypatch.setattr(SessionState, "startable", slow)
    async with make_product() as (product, _):
        await product.start(review=False)
        await product.until_complete()
        events = (await product.handle.fetch_history()).events
    assert slowly == []
    assert not [e for e in events if e.HasField("workflow_task_failed_event_attributes")]
