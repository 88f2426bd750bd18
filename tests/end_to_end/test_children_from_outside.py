"""Children that are ended from outside, files that vanish, and sessions that never ask a person."""

from __future__ import annotations

import asyncio

import pytest
from temporalio.client import WorkflowExecutionStatus

from tests.end_to_end.conftest import ProductMaker
from tests.support.repositories import BRANCH, TestRepository

POST = "docs/design/shop/blog/post.md"


@pytest.mark.parametrize("how", ["cancel", "terminate"])
async def test_a_child_ended_from_outside_shows_as_cancelled_and_a_retry_is_a_new_child(
    make_product: ProductMaker, how: str
) -> None:
    fault = {"component": "Feed", "kind": "hang", "times": 1, "seconds": 4}
    async with make_product([fault]) as (product, _):
        await product.start(review=False)
        await product.until(lambda v: v.components[0].turns == 0 and v.components[1].turns > 0)
        first = product.client.get_workflow_handle(f"{product.id}/Shop.Blog.Feed")
        await (first.cancel() if how == "cancel" else first.terminate("by hand"))
        view = await product.until_attention()

        assert view.attention is not None
        assert [c.component for c in view.attention.cancelled] == ["Feed"]
        assert view.attention.failed == []
        assert "Child sessions cancelled: Feed" in view.attention.reason
        assert view.components[0].state == "cancelled"

        await product.update("retry_component", component="Feed")
        view = await product.until_complete()
        assert view.components[0].workflow_id == f"{product.id}/Shop.Blog.Feed/a2"
        second = await product.client.get_workflow_handle(
            f"{product.id}/Shop.Blog.Feed/a2"
        ).describe()
        assert second.status == WorkflowExecutionStatus.COMPLETED


async def test_on_failure_skip_goes_on_without_what_has_failed(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with make_product(faults) as (product, _):
        await product.start(review=False, on_failure="skip")
        view = await product.until_complete()
        assert [c.state for c in view.components] == ["skipped", "complete", "complete"]
        assert "it failed: The model refused" in (view.components[0].error or "")
        assert "it failed" in (view.pull_request_text or "")


async def test_on_failure_fail_ends_the_session_with_the_reason(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with make_product(faults) as (product, _):
        await product.start(review=False, on_failure="fail")
        view = await product.until_failed()
        assert view.status == "failed"
        assert "Child sessions failed: Feed (The model refused" in (view.error or "")
        assert [c.state for c in view.components] == ["failed", "complete", "complete"]
        assert product.services.store.reports.active_sessions(product.scope) == []


async def test_a_design_that_a_person_removed_from_the_branch_is_missed(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Feed", "kind": "hang", "times": 1, "seconds": 20}]
    async with make_product(faults) as (product, simulator):
        await product.start(review=False)
        await product.until(lambda v: [c.state for c in v.components][1:] == ["complete"] * 2)
        await asyncio.to_thread(_remove, repository, POST)
        await product.update("skip_component", component="Feed", reason="not now")
        view = await product.until_attention()

        assert view.attention is not None
        assert [(m.component, m.path) for m in view.attention.missing] == [("Post", POST)]
        assert view.attention.failed == []
        assert f"Design files missing: Post ({POST})" in view.attention.reason
        calls = len(simulator.read_log("message"))

        await product.update("retry_component", component="Post")
        view = await product.until_complete()
        assert view.components[1].state == "complete"
        assert POST in repository.on_branch()
        assert len(simulator.read_log("message")) == calls, "the valid draft was paid for already"


def _remove(repository: TestRepository, path: str) -> None:
    repository.git("fetch", "-q", "origin")
    repository.git("checkout", "-q", "-B", "by-hand", f"origin/{BRANCH}")
    repository.git("rm", "-q", path)
    repository.git("commit", "-q", "-m", f"Remove {path}")
    repository.git("push", "-q", "origin", f"HEAD:{BRANCH}")
    repository.git("checkout", "-q", "main")
