"""A finished session's designs are revised once more on its branch."""

from __future__ import annotations

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.repositories import BRANCH, TestRepository

FEED = "docs/design/shop/blog/feed.md"
REVIEW = "docs/design/shop/blog/design_review.md"


async def test_named_designs_are_revised_as_asked_and_the_others_stay(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        await product.until_complete()
        before = repository.read("docs/design/shop/blog/post.md")
        calls = len(simulator.read_log())

        active = await run_client(product, "redo", "Nothing")
        assert "Nothing" in active.err
        ended = await run_client(product, "redo", "Feed", "--guidance", "Name the cache.")
        assert (ended.code, ended.err) == (0, "")
        view = await product.until_complete()
        states = {c.name: c.state for c in view.components}
        assert states == {"Feed": "complete", "Post": "kept", "PostRepository": "kept"}
        assert "Following the guidance given: Name the cache." in repository.read(FEED)
        assert repository.read("docs/design/shop/blog/post.md") == before
        asked = {answer.get("component") for answer in simulator.read_log()[calls:]}
        assert asked - {None} == {"Shop.Blog.Feed"}


async def test_what_has_not_ended_is_retried_and_not_done_again(
    make_product: ProductMaker,
) -> None:
    async with make_product([{"component": "Feed", "kind": "refusal"}]) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        refused = await run_client(product, "redo", "Feed")
        assert refused.code == 2
        assert "has not ended. Revise its components with python client.py retry" in refused.err


async def test_a_component_that_was_skipped_is_not_designed_along_with_it(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Post", "kind": "refusal", "times": 1}]
    async with make_product(faults) as (product, simulator):
        await product.start(review=False)
        await product.until_attention()
        await product.update("skip_component", component="Post", reason="By hand, later.")
        await product.until_complete()
        calls = len(simulator.read_log())

        assert (await run_client(product, "redo", "Feed")).code == 0
        view = await product.until_complete()
        states = {c.name: c.state for c in view.components}
        assert states == {"Feed": "complete", "Post": "skipped", "PostRepository": "kept"}
        asked = {answer.get("component") for answer in simulator.read_log()[calls:]}
        assert asked - {None} == {"Shop.Blog.Feed"}


async def test_a_review_that_a_person_changed_is_replaced_only_after_a_yes(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start()
        await product.until_complete()
        repository.commit(REVIEW, repository.read(REVIEW) + "\nAnn: done.\n", branch=BRANCH)
        calls = len(simulator.read_log())

        refused = await run_client(product, "redo", "Feed")
        assert (refused.code, REVIEW in refused.err, "--yes" in refused.err) == (2, True, True)
        assert len(simulator.read_log()) == calls

        assert (await run_client(product, "redo", "Feed", "--yes")).code == 0
        await product.until_complete()
        assert "Ann" not in repository.read(REVIEW)
