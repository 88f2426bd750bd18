from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from temporalio.client import Client

from design_sessions.settings import Settings
from hosting.embedded_server import EmbeddedServer
from hosting.pollers import is_polled
from hosting.temporal_connection import connect

_QUEUE = "a-queue"
_POLLS = """
import asyncio, sys
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

@workflow.defn
class Nothing:
    @workflow.run
    async def run(self) -> None: ...

async def poll():
    client = await Client.connect(sys.argv[1])
    runner = UnsandboxedWorkflowRunner()
    await Worker(client, task_queue=sys.argv[2], workflows=[Nothing], workflow_runner=runner).run()

asyncio.run(poll())
"""


async def test_a_worker_of_this_machine_that_was_killed_does_not_count(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    endpoints = await server.ensure()
    client = (await connect(Settings(data_directory=tmp_path / "data"))).client
    command = [sys.executable, "-c", _POLLS, endpoints.address, _QUEUE]
    worker = await asyncio.create_subprocess_exec(*command)
    await _until_polled(client)
    assert await is_polled(client, _QUEUE, on_this_machine=True)
    worker.kill()
    await worker.wait()
    assert await is_polled(client, _QUEUE)
    assert not await is_polled(client, _QUEUE, on_this_machine=True)


async def _until_polled(client: Client) -> None:
    for _ in range(300):
        if await is_polled(client, _QUEUE):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("no worker polls")
