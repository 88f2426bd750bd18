"""Completion and histories of workflows, as Temporal's server tells them."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from datetime import datetime

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus

from benchmarks.results import Histories

_LISTING_SECONDS = 20.0


async def completion_time(client: Client, workflow_id: str, limit: float) -> datetime:
    """Wait until a workflow is complete; when it was.

    Raises:
        TimeoutError: it is not complete after ``limit`` seconds.
        WorkflowFailureError: it failed.
    """
    handle = client.get_workflow_handle(workflow_id)
    async with asyncio.timeout(limit):
        await handle.result()
    closed = (await handle.describe()).close_time
    assert closed is not None
    return closed


async def histories_of(client: Client) -> list[Histories]:
    """All workflows of a server by type, once its list of them says that all have ended."""
    deadline = time.monotonic() + _LISTING_SECONDS
    while True:
        found = [each async for each in client.list_workflows()]
        if all(each.status != WorkflowExecutionStatus.RUNNING for each in found):
            break
        if time.monotonic() > deadline:
            raise TimeoutError("Some workflows have not ended.")
        await asyncio.sleep(0.5)
    by_type: dict[str, list[WorkflowExecution]] = defaultdict(list)
    for each in found:
        by_type[each.workflow_type].append(each)
    return [_summary(name, by_type[name]) for name in sorted(by_type)]


def _summary(workflow: str, executions: list[WorkflowExecution]) -> Histories:
    events = [each.history_length for each in executions]
    sizes = [each.raw_info.history_size_bytes / 1_000 for each in executions]
    count = len(executions)
    return Histories(
        workflow, count, sum(events) / count, max(events), sum(sizes) / count, max(sizes)
    )
