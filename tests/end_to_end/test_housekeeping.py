"""Sessions that nobody needs any more, removed by command."""

from __future__ import annotations

import asyncio
import os
import time

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.product import Product
from tests.support.repositories import BRANCH, TestRepository


@pytest.mark.slow
async def test_a_deleted_session_leaves_nothing_but_what_was_asked_to_stay(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(latency=0.2) as (product, _):
        await product.start()
        running = await run_client(product, "delete", product.id, "--yes")
        assert running.code == 2
        assert "has not ended" in running.err
        view = await product.until_complete()
        child = str(view.components[0].workflow_id)

        unsure = await run_client(product, "delete", product.id)
        assert unsure.code == 2
        assert "--yes" in unsure.err
        deleted = await run_client(product, "delete", product.id, "--yes")
        assert (deleted.code, deleted.err) == (0, "")
        assert "is deleted" in deleted.out
        assert (await run_client(product, "status", product.id)).code == 2
        await _until_forgotten(product, product.id)
        await _until_forgotten(product, child)
        assert "docs/design/shop/blog/post.md" in repository.on_branch()

        await product.start()
        again = await product.until_complete()
        assert {c.state for c in again.components} == {"kept"}
        with_branch = await run_client(product, "delete", product.id, "--branch", "--yes")
        assert with_branch.code == 0
        assert repository.git("branch", "--list", BRANCH, at=repository.origin) == ""


async def test_a_branch_that_another_session_writes_to_is_not_deleted(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Feed", "kind": "refusal", "until_guidance": True}]
    async with make_product(faults) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        await run_client(product, "cancel", product.id)
        cancelled = await asyncio.to_thread(product.status)
        assert cancelled.status == "cancelled"
        await product.start(review=False)
        await product.until_attention()

        record = str(cancelled.session_id)
        refused = await run_client(product, "delete", record, "--branch", "--yes")
        assert refused.code == 2
        assert product.id in refused.err
        assert "docs/design/shop/blog/post.md" in repository.on_branch()
        assert (await run_client(product, "delete", record, "--yes")).code == 0


async def test_pruning_removes_what_ended_long_ago_and_mirrors_without_sessions(
    make_product: ProductMaker,
) -> None:
    async with make_product() as (product, _):
        await product.start(review=False)
        await product.until_complete()
        mirrors = product.settings.data_directory / "mirrors"

        young = await run_client(product, "prune", "--older-than", "1h", "--yes")
        assert (young.code, "0 sessions and 0 mirrors" in young.out) == (0, True)
        assert (await run_client(product, "status", product.id)).code == 0
        nonsense = await run_client(product, "prune", "--older-than", "soon", "--yes")
        assert nonsense.code == 2

        await asyncio.sleep(0.01)
        for path in mirrors.iterdir():
            os.utime(path, (0, 0))
        old = await run_client(product, "prune", "--older-than", "0m", "--yes")
        assert (old.code, "1 session and 1 mirror deleted" in old.out) == (0, True)
        assert list(mirrors.glob("*/HEAD")) == []
        assert (await run_client(product, "status", product.id)).code == 2

        await product.start(review=False)
        assert (await product.until_complete()).status == "complete"


async def _until_forgotten(product: Product, workflow_id: str, patience: float = 90.0) -> None:
    """The server deletes histories in the background: half a minute was seen."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            description = await product.client.get_workflow_handle(workflow_id).describe()
        except RPCError:
            return
        assert description.status == WorkflowExecutionStatus.COMPLETED
        await asyncio.sleep(0.2)
    pytest.fail(f"{workflow_id} is still there")
