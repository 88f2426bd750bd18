"""Keys, tokens, documents and transcripts stay out of Temporal's history and of the log."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from temporalio.client import Client

from simulator.testing import running_simulator
from tests.support.github_server import VALID_TOKEN, Fault, running_github
from tests.support.processes import product_of_processes, worker_process
from tests.support.product import Product, product_settings
from tests.support.repositories import CONTEXT_PATH, TestRepository

API_KEY = "sk-ant-api03-a-key-that-nobody-must-see"
DOCUMENT = "which keeps what readers and writers need"
"""Words of the context document, which the simulator repeats in its designs."""
LINE = 40
"""Characters of a line that says something; module names and paths are shorter."""


@pytest.mark.slow
async def test_neither_history_nor_log_holds_keys_or_text(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    faults: list[dict[str, object]] = [
        {"kind": "invalid", "component": "Post"},
        {"kind": 500, "component": "PostRepository", "times": 1},
        {"kind": "refusal", "component": "Feed"},
    ]
    with running_github() as github, running_simulator(faults=faults) as simulator:
        github.add_repository("acme/shop")
        github.fail("POST", "/pulls", Fault(status=500))
        settings = product_settings(
            tmp_path / "data",
            simulator.base_url,
            ANTHROPIC_API_KEY=API_KEY,
            GITHUB_TOKEN=VALID_TOKEN,
            GITHUB_BASE_URL=github.base_url,
        )
        with worker_process(
            tmp_path / "run",
            settings,
            temporal=temporal_address,
            environment={"DESIGN_GITHUB_REPOSITORY": "acme/shop"},
        ) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                assert (await product.start()).accepted
                await product.until_attention()
                await product.update("skip_component", component="Feed", reason="not now")
                await product.until_complete()
                assert len(github.pulls("acme/shop")) == 1

                histories = await _histories(product)
                said = await asyncio.to_thread(_said_by_the_model, product)
                assert await asyncio.to_thread(worker.terminate) == 0
        log = worker.output()

    assert DOCUMENT in repository.read("docs/design/shop/blog/post.md")
    assert any(DOCUMENT in text for text in said)
    assert len(histories) == 5
    assert "worker ready" in log
    for text in [*histories.values(), log]:
        for secret in (API_KEY, VALID_TOKEN, DOCUMENT, repository.read(CONTEXT_PATH)):
            assert secret not in text
        assert [line for line in said if line in text] == []


async def _histories(product: Product) -> dict[str, str]:
    """Whole histories of the session and its children with their payloads, by workflow id."""
    view = product.status()
    ids = [product.id, *(str(c.workflow_id) for c in view.components)]
    assert view.review is not None
    ids.append(str(view.review.workflow_id))
    histories = {}
    for workflow_id in ids:
        history = await product.client.get_workflow_handle(workflow_id).fetch_history()
        # As bytes, so that payloads are read as they are.
        raw = b"".join(event.SerializeToString() for event in history.events)
        histories[workflow_id] = raw.decode(errors="replace")
    return histories


def _said_by_the_model(product: Product) -> list[str]:
    """The longer lines of the answers of the session's components, documents among them."""
    found: list[str] = []
    for component in product.status().components:
        turns = product.services.store.ledger.turns_of(product.scope, component.session_id)
        for block in (block for turn in turns for block in turn.response or []):
            texts = [block.get("text"), *(block.get("input") or {}).values()]
            found += [line for text in texts if isinstance(text, str) for line in text.split("\n")]
    return [line for line in found if len(line) > LINE]
