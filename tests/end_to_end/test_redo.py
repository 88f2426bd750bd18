"""A finished session's designs are revised once more on its branch."""

from __future__ import annotations

from tests.end_to_end.conftest import ProductMaker
from tests.support.repositories import TestRepository

FEED = "docs/design/shop/blog/feed.md"


async def test_named_designs_are_revised_as_asked_and_the_others_stay(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        await product.until_complete()
        before = repository.read("docs/design/shop/blog/post.md")
        calls = len(simulator.read_log())

        await product.start(review=False, only=["Feed"], redo="Name the cache.")
        view = await product.until_complete()
        states = {c.name: c.state for c in view.components}
        assert states == {"Feed": "complete", "Post": "kept", "PostRepository": "kept"}
        assert "Following the guidance given: Name the cache." in repository.read(FEED)
        assert repository.read("docs/design/shop/blog/post.md") == before
        asked = {answer.get("component") for answer in simulator.read_log()[calls:]}
        assert asked - {None} == {"Shop.Blog.Feed"}
