"""Whole sessions with the models of the clouds."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from simulator.testing import running_simulator
from tests.support.google_cloud import ACCESS_TOKEN, running_google_cloud
from tests.support.product import product_settings, running_product
from tests.support.repositories import TestRepository

MODELS = ("claude-sonnet-5-5", "claude-opus-5-5")


def _as_bedrock_names_them() -> dict[str, Any]:
    sizes = {"max_input_tokens": 1_000_000, "max_tokens": 128_000, "restricted": True}
    return {"model": [{"id": f"anthropic.{name}", **sizes} for name in MODELS]}


async def test_a_session_with_amazon_bedrock(
    temporal: Client, repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator(faults=_as_bedrock_names_them()) as simulator:
        settings = product_settings(
            tmp_path / "data",
            "http://127.0.0.1:9",
            ANTHROPIC_API_KEY=None,
            DESIGN_PROVIDER="bedrock",
            AWS_REGION="us-east-1",
            AWS_BEARER_TOKEN_BEDROCK="a-token-of-amazon-bedrock",
            ANTHROPIC_BEDROCK_MANTLE_BASE_URL=simulator.base_url,
        )
        async with running_product(temporal, settings, repository) as product:
            verdict = await product.start()
            assert verdict.accepted
            view = await product.until_complete()
            turns = await asyncio.to_thread(product.turns, "Post")
        asked = {line["model"] for line in simulator.read_log("message")}

    assert view.status == "complete"
    assert asked == {f"anthropic.{name}" for name in MODELS}
    # Anthropic's price, and a tenth more for a region.
    usage = turns[0].usage
    assert usage.cost_usd == pytest.approx(
        1.1e-6
        * (
            2 * usage.input_tokens
            + 10 * usage.output_tokens
            + 0.1 * usage.cache_read_tokens
            + 2.5 * usage.cache_write_tokens
        )
    )


async def test_a_session_with_vertex_ai(
    temporal: Client, repository: TestRepository, tmp_path: Path, environment: dict[str, str]
) -> None:
    with (
        running_simulator() as simulator,
        running_google_cloud(simulator.base_url) as cloud,
    ):
        environment |= cloud.environment(tmp_path)
        settings = product_settings(tmp_path / "data", "http://127.0.0.1:9", ANTHROPIC_API_KEY=None)
        async with running_product(temporal, settings, repository) as product:
            verdict = await product.start()
            assert verdict.accepted
            view = await product.until_complete()
            turns = await asyncio.to_thread(product.turns, "Post")
        answered = simulator.read_log("message")

    assert view.status == "complete"
    assert set(cloud.calls) == {(name, "streamRawPredict") for name in MODELS}
    assert cloud.tokens == 1
    assert turns[0].usage.cost_usd
    assert ACCESS_TOKEN not in str(turns)
    assert any(line.get("component") for line in answered)
