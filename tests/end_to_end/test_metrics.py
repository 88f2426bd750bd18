"""The metrics page of a worker says what the ledger says."""

from __future__ import annotations

import asyncio
import re
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from temporalio.client import Client

from design_sessions.agent.submissions import outcome_kind
from design_sessions.status import Usage
from design_sessions.store.turn_records import TurnRecord
from hosting.ports import free_port
from simulator.testing import running_simulator
from tests.support.processes import product_of_processes, worker_process
from tests.support.product import PATIENCE, Product, product_settings
from tests.support.repositories import TestRepository

_SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
_LABEL = re.compile(r'(\w+)="([^"]*)"')

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read_metrics(port: int) -> Samples:
    """The page of a worker, by name and labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    found = [_SAMPLE.match(line) for line in lines if not line.startswith("#")]
    return {
        (each[1], frozenset(_LABEL.findall(each[2] or ""))): float(each[3])
        for each in found
        if each
    }


def total(samples: Samples, name: str, **labels: str) -> float:
    """The sum of the samples of this name that have these labels."""
    return sum(
        value
        for (each, its), value in samples.items()
        if each == name and its >= frozenset(labels.items())
    )


async def until(
    port: int, condition: Callable[[Samples], bool], patience: float = PATIENCE
) -> Samples:
    """The page as soon as it fulfils a condition."""
    async with asyncio.timeout(patience):
        while True:
            samples = await asyncio.to_thread(read_metrics, port)
            if condition(samples):
                return samples
            await asyncio.sleep(0.1)


def turns_of(product: Product) -> list[TurnRecord]:
    """The ledger of the whole session."""
    view = product.status()
    records = [component.session_id for component in view.components]
    records.append(view.review.session_id if view.review else None)
    # The small calls before the session are turns of its own record.
    parent = view.session_id
    return [
        turn
        for record in [parent, *records]
        if record is not None
        for turn in product.services.store.ledger.turns_of(product.scope, record)
    ]


@pytest.mark.slow
async def test_turns_tokens_cost_refusals_and_waiting_sessions_are_those_of_the_ledger(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    port = free_port()
    faults: list[dict[str, object]] = [
        {"kind": 500, "component": "PostRepository", "times": 1},
        {"kind": "refusal", "component": "Feed"},
    ]
    with running_simulator(faults=faults) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        with worker_process(
            tmp_path / "run",
            settings,
            temporal=temporal_address,
            environment={"DESIGN_METRICS_ADDRESS": str(port)},
        ):
            async with product_of_processes(temporal, settings, repository) as product:
                assert (await product.start()).accepted
                await product.until_attention()
                await until(port, lambda page: total(page, "design_waiting_sessions") == 1)
                await product.update("skip_component", component="Feed", reason="not now")
                await product.until_complete()
                page = await until(port, lambda page: total(page, "design_waiting_sessions") == 0)
                turns = await asyncio.to_thread(turns_of, product)

    used = sum((turn.usage for turn in turns), Usage())
    for kind, counted in {
        "input": used.input_tokens,
        "output": used.output_tokens,
        "cache_read": used.cache_read_tokens,
        "cache_write": used.cache_write_tokens,
    }.items():
        assert total(page, "design_tokens_total", kind=kind) == counted
    assert used.output_tokens > 0
    assert total(page, "design_call_cost_usd_sum") == pytest.approx(used.cost_usd)

    conversations = [turn for turn in turns if turn.session_id != product.status().session_id]
    outcomes = Counter(
        outcome_kind(turn.stop_reason, turn.response or []) for turn in conversations
    )
    for outcome, counted in outcomes.items():
        assert total(page, "design_turns_total", outcome=outcome) == counted
    assert total(page, "design_turns_total", outcome="failed") == 1
    assert total(page, "design_turns_total") == len(conversations) + 1
    assert total(page, "design_refusals_total", reason="unavailable") == 1
    assert total(page, "design_refusals_total") == 1
    assert outcomes["refused"] == 1

    ours = [labels for name, labels in page if name.startswith("design_")]
    assert {label for labels in ours for label, _ in labels} == {
        *("model", "outcome", "kind", "reason", "le")
    }
    assert total(page, "temporal_request_total") > 0
    assert total(page, "temporal_activity_execution_latency_seconds_count") > 0
