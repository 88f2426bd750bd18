"""Tools for other agents, beside a worker in this process."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from mcp.types import CallToolResult
from temporalio.client import WorkflowFailureError

from command_line.mcp_server.server import call_by_name
from command_line.options import Invocation, read_settings
from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import client_environment
from tests.support.product import PATIENCE, Product
from tests.support.repositories import BRANCH, CONTEXT, TestRepository

POST = "docs/design/shop/blog/post.md"


async def call(product: Product, tool: str, **arguments: Any) -> CallToolResult:
    """Call a tool with the product's settings and scope, in a thread as the server does."""
    invocation = Invocation(read_settings(environment=client_environment(product)))
    return await asyncio.to_thread(call_by_name, invocation, tool, arguments)


async def test_what_people_wrote_is_replaced_only_after_a_yes(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        await product.until_complete()
        repository.commit(POST, repository.read(POST) + "\nA word of Ann's.\n", branch=BRANCH)
        calls = len(simulator.read_log())
        again: dict[str, Any] = {
            "context": CONTEXT,
            "repository": str(repository.checkout),
            "no_review": True,
            "regenerate": True,
        }

        refused = await call(product, "start_session", **again)
        assert refused.is_error
        assert POST in str(refused.content)
        assert "`yes: true` confirms it" in str(refused.content)
        assert len(simulator.read_log()) == calls

        confirmed = await call(product, "start_session", **again, yes=True)
        assert not confirmed.is_error, confirmed.content
        await product.until_complete()
        assert "A word of Ann's" not in repository.read(POST)


async def test_a_component_and_then_the_session_are_cancelled(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(latency=60.0) as (product, _):
        await product.start(review=False)
        await product.until(lambda view: all(c.state == "running" for c in view.components))

        one = await call(product, "cancel", components=["Post"])
        assert one.structured_content == {
            "answers": ["Post is being cancelled; the others continue."]
        }
        await product.until(lambda _: product.component("Post").state == "cancelled")
        await call(product, "cancel")
        with pytest.raises(WorkflowFailureError):
            await asyncio.wait_for(product.handle.result(), PATIENCE)
        ended = await call(product, "session_status")
        assert ended.structured_content["status"] == "cancelled"
