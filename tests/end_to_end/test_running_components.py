"""What a person decides about components that run."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.product import PATIENCE
from tests.support.repositories import TestRepository

ADVICE = "Keep the feed short and name its owner."


async def test_while_children_run_recheck_says_which(make_product: ProductMaker) -> None:
    async with make_product([{"component": "Feed", "kind": "hang", "seconds": 20}]) as (product, _):
        await product.start(review=False)
        await product.until(
            lambda v: [c.state for c in v.components] == ["running", "complete", "complete"]
        )
        assert await product.rejection("recheck") == "Child sessions still running: Feed"

        await product.update("skip_component", component="Feed", reason="hangs")
        view = await product.until_complete()
        assert view.components[0].state == "skipped"
        child = await product.client.get_workflow_handle(f"{view.id}/Shop.Blog.Feed").describe()
        assert child.status is not None
        assert child.status.name == "CANCELED"


async def test_guidance_reaches_a_running_component_in_the_same_attempt(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Feed", "kind": "endless_reading", "until_guidance": True}]
    async with make_product(faults, latency=0.1) as (product, _):
        await product.start(review=False, limits={"max_turns": 200})
        await product.until(lambda v: v.components[0].state == "running")
        refused = await product.rejection("retry_component", {"component": "Feed"})
        assert "add guidance to steer it" in refused

        await product.update("retry_component", component="Feed", guidance=ADVICE)
        view = await product.until_complete()
        assert (view.components[0].attempt, view.components[0].state) == (1, "complete")
        assert sum(ADVICE in str(turn.request) for turn in product.turns("Feed")) == 1


async def test_guidance_that_comes_while_the_design_is_submitted_is_not_lost(
    make_product: ProductMaker,
) -> None:
    async with make_product(latency=1.0) as (product, _):
        await product.start(review=False)
        await product.until(lambda view: view.components[0].turns >= 1)
        name = product.status().components[0].name
        await product.update("retry_component", component=name, guidance="Mention the weather.")
        await product.until_complete()
        said = [str(block.get("text", "")) for t in product.turns(name) for block in t.request]
        assert any("Mention the weather." in text for text in said)
        assert product.component(name).attempt == 1


async def test_a_running_leg_shows_its_turn_and_tokens_in_the_web_ui(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Feed", "kind": "endless_reading", "until_guidance": True}]
    async with make_product(faults, latency=0.5) as (product, _):
        await product.start(review=False, limits={"max_turns": 200})
        await product.until(lambda v: v.components[0].turns >= 3)
        handle = product.client.get_workflow_handle(f"{product.status().id}/Shop.Blog.Feed")
        async with asyncio.timeout(PATIENCE):
            shown: Any = ""
            while not re.search(r"Turn [4-9]|Turn \d\d", str(shown)):
                await asyncio.sleep(0.5)
                [leg] = (await handle.describe()).raw_description.pending_activities
                shown = await product.client.data_converter.decode(leg.heartbeat_details.payloads)
        trouble, doing = shown
        assert trouble == ""
        assert re.fullmatch(
            r"Turn \d+: waiting for the model. "
            r"This leg so far: [\d,]+ input and [\d,]+ output tokens.",
            doing,
        )
        assert product.component("Feed").turns >= 3
        await product.update("skip_component", component="Feed", reason="seen enough")
        await product.until_complete()


async def test_chosen_components_are_designed_alone_and_the_others_left_as_they_are(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        start = ("start", "Shop.Blog", "--repo", str(repository.origin), "--no-review")
        unknown = await run_client(product, *start, "--only", "Fed")
        assert unknown.code == 2
        assert "no component 'Fed'; did you mean Feed?" in unknown.err

        begun = await run_client(product, *start, "--only", "Feed")
        assert begun.code == 0, begun.err
        assert "1 of 3 components is designed" in begun.out
        assert "2 others are left as they are." in begun.out
        view = await product.until_complete()
        assert {c.name: c.state for c in view.components} == {
            "Post": "skipped",
            "PostRepository": "skipped",
            "Feed": "complete",
        }
        assert {call["component"] for call in simulator.read_log("message")} == {"Shop.Blog.Feed"}

        await product.start(review=False)
        again = await product.until_complete()
        assert {c.name: c.state for c in again.components} == {
            "Post": "complete",
            "PostRepository": "complete",
            "Feed": "kept",
        }
