"""What a report says of a session that nothing works on, against a real server without a worker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

from command_line.temporal.session_trouble import trouble_of
from command_line.temporal.trouble import Trouble, TroubleWatch
from design_sessions.settings import Settings
from hosting.embedded_server import EmbeddedServer
from hosting.ports import free_port
from tests.support.stores import WORKFLOW_ID, view_of

pytestmark = pytest.mark.slow
VIEW = view_of(UUID(int=1))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedServer]:
    """The server of the test's data directory; it is stopped at the end."""
    port = free_port()
    embedded = EmbeddedServer(
        tmp_path / "data", database="", port=port, ui_port=free_port(taken={port})
    )
    yield embedded
    await embedded.release()


async def trouble() -> Trouble | None:
    return await asyncio.to_thread(trouble_of, Settings(), VIEW)


async def test_no_worker_and_an_ended_workflow_are_told(server: EmbeddedServer) -> None:
    endpoints = await server.ensure()
    client = await Client.connect(endpoints.address)
    handle = await client.start_workflow("Anything", id=WORKFLOW_ID, task_queue="nobody-polls")

    waiting = await trouble()
    await handle.terminate()
    ended = await trouble()

    assert waiting is not None
    assert ended is not None
    assert waiting.message.startswith("No worker polls the task queue context-design. Start one")
    assert not waiting.for_good
    assert ended.message.startswith("The session's workflow has ended: terminated.")
    assert "Start one with: python worker.py --dev" in ended.message
    assert (ended.ended, ended.for_good) == (True, True)


async def test_a_workflow_that_is_not_there_has_ended_unless_another_server_may_run_it(
    server: EmbeddedServer, environment: dict[str, str]
) -> None:
    await server.ensure()

    own = await trouble()
    environment["DESIGN_DATABASE_URL"] = "postgresql://127.0.0.1/elsewhere"
    elsewhere = await trouble()

    assert own is not None
    assert elsewhere is not None
    assert "no longer on the server" in own.message
    assert elsewhere.message.startswith("No worker polls")


async def test_a_server_that_goes_and_comes_is_noticed(server: EmbeddedServer) -> None:
    endpoints = await server.ensure()
    client = await Client.connect(endpoints.address)
    await client.start_workflow("Anything", id=WORKFLOW_ID, task_queue="nobody-polls")

    with TroubleWatch(Settings(), VIEW) as beside:
        await _until(beside, "No worker polls")
        await server.release()
        await _until(beside, "No Temporal server")
        await server.ensure()
        await _until(beside, "No worker polls")


@workflow.defn(name="Anything", sandboxed=False)
class BrokenWorkflow:
    """As the workflow of a worker whose code does not fit a session's history."""

    @workflow.run
    async def run(self) -> None:
        """Fails its task, and not the workflow."""
        raise RuntimeError("nothing fits")


async def test_a_workflow_that_its_worker_cannot_carry_on_is_told(server: EmbeddedServer) -> None:
    endpoints = await server.ensure()
    client = await Client.connect(endpoints.address)
    queue = Settings().task_queue
    await client.start_workflow("Anything", id=WORKFLOW_ID, task_queue=queue)

    async with Worker(client, task_queue=queue, workflows=[BrokenWorkflow]):
        with TroubleWatch(Settings(), VIEW) as beside:
            await _until(beside, f"The workflow {WORKFLOW_ID} is stuck", patience=60)


async def _until(beside: TroubleWatch, beginning: str, *, patience: float = 20) -> None:
    deadline = time.monotonic() + patience
    while beside.trouble is None or not beside.trouble.message.startswith(beginning):
        assert time.monotonic() < deadline, beside.trouble
        await asyncio.sleep(0.1)
