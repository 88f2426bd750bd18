"""Workflows that were started before a change can go on after it.

The histories in ``histories/`` are replayed against today's workflows. Where a change is meant to
break running sessions, record them anew: ``python -m tests.end_to_end.record_histories``.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer

from hosting.payloads import DATA_CONVERTER
from simulator.testing import running_simulator
from tests.support.product import product_settings, running_product
from tests.support.repositories import TestRepository
from tests.support.sandbox import sandbox
from workflows.registry import ALL_WORKFLOWS

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def test_each_workflow_has_a_history() -> None:
    recorded = {
        _read(path)["history"]["events"][0]["workflowExecutionStartedEventAttributes"][
            "workflowType"
        ]["name"]
        for path in HISTORIES
    }
    assert recorded == {workflow.__name__ for workflow in ALL_WORKFLOWS}


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path) -> None:
    recorded = _read(path)
    replayer = Replayer(
        workflows=ALL_WORKFLOWS,
        workflow_runner=sandbox(),
        data_converter=DATA_CONVERTER,
    )
    await replayer.replay_workflow(
        WorkflowHistory.from_json(recorded["workflow_id"], recorded["history"])
    )


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_recorded_history_says_nothing_of_the_machine_it_is_from(path: Path) -> None:
    text = "\n".join(_texts(_read(path)))
    for word in (f"{Path.home()}/", "test-key", "site-packages", "/home/", "/Users/", ".venv"):
        assert word not in text


@pytest.mark.slow
async def test_a_session_without_a_cache_of_workflows_replays_at_every_task(
    temporal: Client, repository: TestRepository, tmp_path: Path
) -> None:
    faults: list[dict[str, Any]] = [
        {"kind": "invalid", "component": "Post"},
        {"kind": "refusal", "component": "Feed", "until_guidance": True},
    ]
    with running_simulator(faults=faults) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        async with running_product(
            temporal, settings, repository, cached_workflows=0, workflow_runner=sandbox()
        ) as product:
            await product.start()
            await product.until_attention()
            await product.update("retry_component", component="Feed", guidance="Name its owner.")
            view = await product.until_complete()
            assert {c.state for c in view.components} == {"complete"}
            async for event in product.handle.fetch_history_events():
                assert not event.HasField("workflow_task_failed_event_attributes")


def _read(path: Path) -> dict[str, Any]:
    recorded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return recorded


def _texts(value: Any) -> list[str]:
    """Every string of a history, with its payloads decoded."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if not isinstance(value, dict):
        return []
    texts = [text for item in value.values() for text in _texts(item)]
    if isinstance(value.get("data"), str):
        texts.append(base64.b64decode(value["data"]).decode(errors="replace"))
    return texts
