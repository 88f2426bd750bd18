"""The job that makes the namespace, on a real Temporal server."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from hosting.search_attributes import registered

SCRIPT = Path(__file__).parents[2] / "deployment/temporal/set-up-namespace.sh"


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A server that knows nothing of design sessions."""
    temporal = shutil.which("temporal", path=str(Path(sys.executable).parent))
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=temporal, dev_server_log_level="error"
    ) as environment:
        yield environment.client.service_client.config.target_host


async def _run_job(address: str, namespace: str) -> str:
    process = await asyncio.create_subprocess_exec(
        SCRIPT,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "TEMPORAL_ADDRESS": address,
            "TEMPORAL_NAMESPACE": namespace,
            "NAMESPACE_RETENTION": "10d",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), timeout=90)
    assert process.returncode == 0, output.decode()
    return output.decode()


@pytest.mark.slow
async def test_it_makes_namespace_and_search_attributes_and_may_run_again(address: str) -> None:
    await _run_job(address, "designs")
    again = await _run_job(address, "designs")

    client = await Client.connect(address, namespace="designs")
    assert await registered(client)
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="designs")
    )
    retention = described.config.workflow_execution_retention_ttl.ToTimedelta()
    assert retention == timedelta(days=10)
    assert again.strip() == "The namespace designs is ready"
