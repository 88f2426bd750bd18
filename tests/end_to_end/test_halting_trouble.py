"""Trouble that every further model call would meet: nothing new is started until it is mended."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (401, "credentials", "Check the worker's ANTHROPIC_API_KEY"),
        (402, "quota", "Raise the spending limit or add credit"),
    ],
)
async def test_a_refused_key_or_account_starts_nothing_new_and_resumes_once_fixed(
    make_product: ProductMaker, status: int, kind: str, said: str
) -> None:
    fault = {"kind": status, "turn": 2, "times": 1, "shared": True}
    async with make_product([fault]) as (product, simulator):
        await product.start(review=False, limits={"max_parallel": 1})
        view = await product.until_attention()

        assert view.attention is not None
        assert view.attention.kind == kind
        assert f"HTTP {status}" in view.attention.reason
        assert said in view.attention.reason
        assert [c.state for c in view.components] == ["failed", "pending", "pending"]
        assert {call["component"] for call in simulator.read_log()} == {"Shop.Blog.Feed"}
        printed = await run_client(product, "status", product.id)
        assert printed.code == 3
        assert "(since " in printed.out
        assert f"HTTP {status}" in (await run_client(product, "log", product.id, "Feed")).out

        await product.update("retry_failed")
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert {turn.conversation for turn in product.turns("Feed")} == {1}
        answered = simulator.read_log("message")
        assert len(answered) == len({(call["session"], call["turn"]) for call in answered})


async def test_siblings_that_run_finish_although_the_account_is_empty(
    make_product: ProductMaker,
) -> None:
    faults = [{"kind": 402, "component": "Feed"}]
    async with make_product(faults, latency=0.3) as (product, _):
        await product.start(review=False)
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.kind == "quota"
        assert [c.state for c in view.components] == ["failed", "complete", "complete"]


async def test_the_cost_limit_is_never_passed(make_product: ProductMaker) -> None:
    limit = 0.09
    async with make_product(latency=0.2) as (product, _):
        await product.start(limits={"max_cost": limit})
        view = await product.until_attention()

        assert view.attention is not None
        assert view.attention.kind == "budget"
        assert "of its limit of $0.09" in view.attention.reason
        assert "--max-cost" in view.attention.reason
        assert view.usage.cost_usd is not None
        assert 0 < view.usage.cost_usd <= limit
        assert "of its limit of $" in (await run_client(product, "status", product.id)).out

        for component in view.components:
            if component.state in ("failed", "pending"):
                await product.update(
                    "skip_component", component=component.name, reason="too expensive"
                )
        view = await product.until(lambda v: v.step == "SpawnReviewSession" and bool(v.attention))
        assert view.attention is not None
        assert view.attention.kind == "budget"
        await product.update("skip_review", reason="too expensive")
        view = await product.until_complete()
        assert view.usage.cost_usd is not None
        assert view.usage.cost_usd <= limit


async def test_a_raised_cost_limit_goes_on_where_the_session_stopped(
    make_product: ProductMaker,
) -> None:
    async with make_product(latency=0.1) as (product, simulator):
        await product.start(limits={"max_cost": 0.09})
        view = await product.until_attention()
        assert view.attention is not None
        assert "--max-cost" in view.attention.actions[0].command
        spent = view.usage.cost_usd or 0.0
        refused = await run_client(product, "retry", product.id, "--max-cost", f"{spent / 2:.6f}")
        assert refused.code == 2
        assert "has already spent about" in refused.err

        raised = await run_client(product, "retry", product.id, "--max-cost", "5")
        assert raised.code == 0
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert {turn.conversation for turn in product.turns("Feed")} == {1}
        answered = simulator.read_log("message")
        assert len(answered) == len({(call["session"], call["turn"]) for call in answered})


async def test_without_any_money_nothing_is_called(make_product: ProductMaker) -> None:
    async with make_product() as (product, simulator):
        await product.start(limits={"max_cost": 0}, review=False)
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.kind == "budget"
        assert simulator.read_log() == []


async def test_a_model_without_a_price_costs_an_unknown_amount(make_product: ProductMaker) -> None:
    models = {"model": [{"id": "local-model", "max_input_tokens": 100_000}]}
    async with make_product(models) as (product, _):
        verdict = await product.start(model="local-model", review=False)
        assert any("No price is known for local-model" in note for note in verdict.notes)
        view = await product.until_complete()
        assert view.usage.cost_usd is None
        assert view.usage.output_tokens > 0
        assert {c.usage.cost_usd for c in view.components} == {None}
        printed = await run_client(product, "status", product.id, "--json")
        assert printed.json()["usage"]["cost_usd"] is None
