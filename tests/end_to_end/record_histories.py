"""Records the histories that ``test_replay.py`` replays.

Run it as ``python -m tests.end_to_end.record_histories``. It is needed when a
change of the workflows is meant to break sessions that were started before it. It runs four
sessions against the simulator in a directory that says nothing of the machine, and writes one file
for each of their workflows.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowFailureError

from hosting.embedded_server import EmbeddedServer
from hosting.payloads import DATA_CONVERTER
from hosting.process_exit import end_process
from simulator.testing import RunningSimulator, running_simulator
from tests.support.product import Product, product_settings, running_product
from tests.support.repositories import (
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)
from tests.support.sandbox import sandbox
from workflows import component_fan_out

HISTORIES = Path(__file__).parent / "histories"
DIRECTORY = Path("/tmp/context-design-session")
_COMPONENTS = {"Post": "schema", "Feed": "genserver", "Tag": "schema"}
_FAULTS: list[dict[str, Any]] = [
    {"kind": "invalid", "component": "Post", "times": 2},
    {"kind": "refusal", "component": "Feed", "until_guidance": True},
    {"kind": "refusal", "component": "Tag"},
    {"kind": "unknown_components", "review": True},
]
_CONTRADICTION: list[dict[str, Any]] = [{"kind": "contradiction", "component": "Post"}]
_LATENCY = 0.05
_MOST_CHILDREN = component_fan_out.MOST_CHILDREN


async def record() -> None:
    """Record everything anew."""
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    server = EmbeddedServer(DIRECTORY / "data", database="sqlite")
    try:
        endpoints = await server.ensure()
        client = await Client.connect(endpoints.address, data_converter=DATA_CONVERTER)
        repository = make_repository(
            DIRECTORY / "git", {CONTEXT_PATH: context_document(_COMPONENTS)}
        )
        async with _product(client, repository, _FAULTS) as (product, simulator):
            await _decided_session(product)
            await _write(product, "decided")
            await _cancelled_session(product, simulator)
            await _write(product, "cancelled")
            simulator.engine.latency = _LATENCY
            await _batched_session(product)
            await _write_one(product, f"{product.id}/batch-1", "batched")
        async with _product(client, repository, _CONTRADICTION) as (product, _):
            await _unreviewed_session(product)
            await _write_one(product, product.id, "unreviewed")
    finally:
        await server.release()
        shutil.rmtree(DIRECTORY, ignore_errors=True)


@asynccontextmanager
async def _product(
    client: Client, repository: TestRepository, faults: list[dict[str, Any]]
) -> AsyncIterator[tuple[Product, RunningSimulator]]:
    with running_simulator(latency=_LATENCY, faults=faults) as simulator:
        settings = product_settings(
            DIRECTORY / "data", simulator.base_url, DESIGN_TASK_QUEUE="design"
        )
        async with running_product(
            client, settings, repository, project="shop", workflow_runner=sandbox()
        ) as product:
            yield product, simulator


async def _decided_session(product: Product) -> None:
    """A component that is revised, one retried with guidance, one skipped; a review."""
    assert (await product.start()).accepted
    await product.until_attention()
    await product.signal("skip_componnent", {"component": "Tag"})
    await product.signal("skip_component")
    await product.update("retry_component", component="Feed", guidance="Name its owner.")
    await product.signal("skip_component", {"component": "Tag", "reason": "not now"})
    await product.until_complete()


async def _cancelled_session(product: Product, simulator: RunningSimulator) -> None:
    """Everything is designed again, and cancelled during the first calls."""
    simulator.engine.latency = 10.0
    assert (await product.start(regenerate=True)).accepted
    await asyncio.to_thread(simulator.wait_until_in_flight, len(_COMPONENTS))
    await product.handle.cancel()
    with suppress(WorkflowFailureError):
        await product.handle.result()


async def _batched_session(product: Product) -> None:
    """Three components are designed again, in a batch as those of a large context are."""
    component_fan_out.MOST_CHILDREN = 1
    assert (await product.start(regenerate=True, review=False)).accepted
    await product.until_attention()
    await product.handle.cancel()
    with suppress(WorkflowFailureError):
        await product.handle.result()


async def _unreviewed_session(product: Product) -> None:
    """A design that contradicts another is revised once a person agrees; nothing is reviewed."""
    component_fan_out.MOST_CHILDREN = _MOST_CHILDREN
    limits = {"review_gate": True}
    assert (await product.start(regenerate=True, review=False, limits=limits)).accepted
    await product.until_attention()
    await product.update("retry_step")
    await product.until_complete()


async def _write(product: Product, session: str) -> None:
    view = product.status()
    ids = [product.id]
    ids += [
        f"{product.id}/{c.module}" + (f"/a{attempt}" if attempt > 1 else "")
        for c in view.components
        for attempt in range(1, c.attempt + 1)
    ]
    if view.review is not None and view.review.workflow_id is not None:
        ids.append(view.review.workflow_id)
    for workflow_id in ids:
        await _write_one(product, workflow_id, session)


async def _write_one(product: Product, workflow_id: str, session: str) -> None:
    name = workflow_id.removeprefix(product.id).strip("/").replace("/", "-") or "parent"
    history = await product.client.get_workflow_handle(workflow_id).fetch_history()
    content = {
        "workflow_id": workflow_id,
        "history": _without_machine(json.loads(history.to_json())),
    }
    HISTORIES.mkdir(exist_ok=True)
    path = HISTORIES / f"{session}-{name}.json"
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(history.events)} events\n")


def _without_machine(value: Any) -> Any:
    """The same without the names of processes and hosts, and without the places of code."""
    if isinstance(value, dict):
        return {
            key: "worker" if key == "identity" else _without_machine(item)
            for key, item in value.items()
            if key != "stackTrace"
        }
    if isinstance(value, list):
        return [_without_machine(item) for item in value]
    return value


if __name__ == "__main__":
    for old in HISTORIES.glob("*.json"):
        old.unlink()
    asyncio.run(record())
    end_process(0)
