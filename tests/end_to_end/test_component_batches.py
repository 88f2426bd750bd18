"""A context with more components than one workflow should have children."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from temporalio.worker import Replayer

from design_sessions.status import SessionStatusView
from hosting.payloads import DATA_CONVERTER
from tests.end_to_end.conftest import ProductMaker
from tests.support.product import Product
from tests.support.repositories import (
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)
from tests.support.sandbox import sandbox
from workflows import component_batches, component_fan_out
from workflows.registry import ALL_WORKFLOWS

pytestmark = pytest.mark.sandboxed

NAMES = [f"Part{number}" for number in range(1, 9)]
FAILED = {"kind": "refusal", "component": "Part2", "times": 1}
SLOW = {"kind": "slow", "component": "Part5", "latency": 25}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component_fan_out, "MOST_CHILDREN", 4)
    monkeypatch.setattr(component_batches, "LARGEST_BATCH", 3)


@pytest.fixture
def repository(tmp_path: Path) -> TestRepository:
    """A repository whose context lists eight components: a large one, for these tests."""
    document = context_document(dict.fromkeys(NAMES, "schema"))
    return make_repository(tmp_path / "git", {CONTEXT_PATH: document})


def _states(view: SessionStatusView) -> dict[str, str]:
    return {component.name: component.state for component in view.components}


def _batch(product: Product, number: int) -> str:
    return f"{product.id}/batch-{number}"


async def _children(product: Product, workflow_id: str) -> list[str]:
    """Ids of the workflows that a workflow has started, in order."""
    history = await product.client.get_workflow_handle(workflow_id).fetch_history()
    return [
        event.start_child_workflow_execution_initiated_event_attributes.workflow_id
        for event in history.events
        if event.HasField("start_child_workflow_execution_initiated_event_attributes")
    ]


async def test_a_large_context_is_designed_in_batches(make_product: ProductMaker) -> None:
    async with make_product() as (product, _):
        await product.start()
        view = await product.until_complete()
        assert _states(view) == dict.fromkeys(NAMES, "complete")
        assert view.review is not None
        assert view.review.state == "complete"
        assert await _children(product, product.id) == [
            *(_batch(product, number) for number in (1, 2, 3)),
            f"{product.id}/review",
        ]
        assert await _children(product, _batch(product, 1)) == [
            f"{product.id}/{CONTEXT}.Part{number}" for number in (1, 2, 3)
        ]
        replayer = Replayer(
            workflows=ALL_WORKFLOWS, workflow_runner=sandbox(), data_converter=DATA_CONVERTER
        )
        await replayer.replay_workflow(await product.handle.fetch_history())


async def test_a_narrow_session_starts_no_more_at_once_than_it_may(
    make_product: ProductMaker,
) -> None:
    running: list[int] = []

    def is_complete(view: SessionStatusView) -> bool:
        running.append(sum(component.state == "running" for component in view.components))
        return view.status == "complete"

    async with make_product(latency=0.2) as (product, _):
        await product.start(limits={"max_parallel": 2}, review=False)
        view = await product.until(is_complete)
        assert _states(view) == dict.fromkeys(NAMES, "complete")
        assert max(running) == 2


async def test_what_failed_in_a_batch_is_retried_with_guidance(make_product: ProductMaker) -> None:
    async with make_product(faults=[FAILED]) as (product, _):
        await product.start(review=False)
        view = await product.until_attention()
        assert Counter(_states(view).values()) == {"complete": 7, "failed": 1}
        await product.update("retry_component", component="Part2", guidance="Keep it small.")
        view = await product.until_complete()
        assert _states(view) == dict.fromkeys(NAMES, "complete")
        assert product.component("Part2").attempt == 2


async def test_skipping_a_component_of_a_batch_stops_its_call_and_no_other(
    make_product: ProductMaker,
) -> None:
    async with make_product(faults=[SLOW]) as (product, simulator):
        await product.start(review=False)
        await product.until(
            lambda view: Counter(_states(view).values()) == {"complete": 7, "running": 1}
        )
        await product.update("skip_component", component="Part5", reason="not now")
        view = await product.until_complete()
        assert _states(view) == {**dict.fromkeys(NAMES, "complete"), "Part5": "skipped"}
        assert not any(
            call["component"] == f"{CONTEXT}.Part5" for call in simulator.read_log("message")
        )


async def test_a_cancelled_session_cancels_its_batches(make_product: ProductMaker) -> None:
    async with make_product(faults=[SLOW]) as (product, _):
        await product.start(review=False)
        await product.until(
            lambda view: Counter(_states(view).values()) == {"complete": 7, "running": 1}
        )
        await product.handle.cancel()
        view = await product.until(lambda view: view.status == "cancelled")
        assert _states(view) == {**dict.fromkeys(NAMES, "complete"), "Part5": "cancelled"}
        batch = await product.client.get_workflow_handle(_batch(product, 2)).describe()
        assert batch.status is not None
        assert batch.status.name == "CANCELED"


async def test_components_of_a_terminated_batch_are_cancelled_and_can_be_retried(
    make_product: ProductMaker,
) -> None:
    async with make_product(faults=[{**SLOW, "times": 1}]) as (product, _):
        await product.start(review=False)
        await product.until(
            lambda view: Counter(_states(view).values()) == {"complete": 7, "running": 1}
        )
        await product.client.get_workflow_handle(_batch(product, 2)).terminate()
        view = await product.until_attention()
        assert _states(view) == {**dict.fromkeys(NAMES, "complete"), "Part5": "cancelled"}
        await product.update("retry_failed")
        view = await product.until_complete()
        assert _states(view) == dict.fromkeys(NAMES, "complete")


@pytest.mark.parametrize("report", [[], ["x"], [{"children": [{"workflow_id": "other"}]}, 2]])
async def test_a_signal_that_is_no_report_changes_nothing(
    make_product: ProductMaker, report: list[object]
) -> None:
    async with make_product() as (product, _):
        await product.start(review=False)
        await product.handle.signal("components_ended", args=report)
        view = await product.until_complete()
        assert _states(view) == dict.fromkeys(NAMES, "complete")
