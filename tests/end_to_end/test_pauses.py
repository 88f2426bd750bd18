"""Somebody pauses an activity in Temporal, as the Web UI and ``temporal activity pause`` do."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import PendingActivityState
from temporalio.api.workflowservice.v1 import PauseActivityRequest, UnpauseActivityRequest

from tests.end_to_end.conftest import ProductMaker
from tests.support.ledgers import answered_more_than_once
from tests.support.product import PATIENCE, Product, until_pending

LEG = "run_design_leg"


async def pause(product: Product, workflow_id: str) -> None:
    """``temporal activity pause --activity-type run_design_leg --workflow-id ...``."""
    await product.client.workflow_service.pause_activity(
        PauseActivityRequest(
            namespace=product.client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id),
            identity="ann@example.com",
            type=LEG,
            request_id=str(uuid4()),
        )
    )


async def unpause(product: Product, workflow_id: str) -> None:
    """``temporal activity unpause``."""
    await product.client.workflow_service.unpause_activity(
        UnpauseActivityRequest(
            namespace=product.client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id),
            identity="ann@example.com",
            type=LEG,
        )
    )


async def until_at_rest(product: Product, workflow_id: str) -> str:
    """Wait until the pause holds, and return what the Web UI shows as its last failure."""
    handle = product.client.get_workflow_handle(workflow_id)
    async with asyncio.timeout(PATIENCE):
        while True:
            pending = (await handle.describe()).raw_description.pending_activities
            if [each.state for each in pending] == [
                PendingActivityState.PENDING_ACTIVITY_STATE_PAUSED
            ]:
                return pending[0].last_failure.message
            await asyncio.sleep(0.2)


async def test_a_paused_component_rests_and_shows_and_its_call_is_paid_for_once(
    make_product: ProductMaker,
) -> None:
    async with make_product(latency=6.0) as (product, simulator):
        await product.start(review=False, limits={"max_parallel": 1})
        feed = f"{product.id}/Shop.Blog.Feed"
        await until_pending(product.client, feed, LEG)
        await asyncio.to_thread(simulator.wait_until_in_flight, 1)
        await pause(product, feed)

        view = await product.until(lambda view: any(c.paused for c in view.components))
        assert [c.name for c in view.components if c.paused] == ["Feed"]
        assert (await until_at_rest(product, feed)).startswith("Paused by a person.")
        view = await product.until(lambda view: view.components[0].turns == 1)
        assert view.components[0].state == "running"
        assert product.turns("Feed")[0].state == "finished"
        assert len(product.turns("Feed")) == 1

        simulator.engine.latency = 0.0
        await unpause(product, feed)
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert not any(c.paused for c in view.components)
        assert answered_more_than_once(simulator) == {}
