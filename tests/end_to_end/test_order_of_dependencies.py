"""With ``--order dependencies`` each component is designed after what it depends on."""

from __future__ import annotations

from tests.end_to_end.conftest import ProductMaker
from tests.support.product import Product
from tests.support.repositories import CONTEXT_PATH, TestRepository

DOCUMENT = """# Shop.Blog

## Purpose

A blog for a shop.

## Components

### Feed

| field | value |
| --- | --- |
| type | genserver |

Shows posts with their comments.

**Dependencies**: Comment, Post

### Comment

| field | value |
| --- | --- |
| type | schema |

What readers say about a post.

**Dependencies**: Post

### Post

| field | value |
| --- | --- |
| type | schema |

What writers write.

### Tag

| field | value |
| --- | --- |
| type | schema |

A word for posts.
"""


def first_message(product: Product, component: str) -> str:
    record = product.component(component).session_id
    assert record is not None
    conversation = product.services.store.conversations.get(product.scope, record, 1)
    return str(conversation.opening)


async def test_a_design_is_begun_when_those_it_depends_on_are_there_and_reads_them(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    repository.commit(CONTEXT_PATH, DOCUMENT)
    async with make_product() as (product, _):
        await product.start(review=False, design_order="dependencies")
        await product.until_complete()
        assert "## Designs of what it depends on\\n\\n- docs/design/shop/blog/comment.md" in (
            first_message(product, "Feed")
        )
        assert "- docs/design/shop/blog/post.md" in first_message(product, "Comment")
        assert "Designs of what it depends on" not in first_message(product, "Post")


async def test_what_waits_for_a_failed_design_says_so_and_goes_on_after_the_decision(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    repository.commit(CONTEXT_PATH, DOCUMENT)
    faults = [{"component": "Post", "kind": "refusal"}]
    async with make_product(faults) as (product, _):
        await product.start(review=False, design_order="dependencies")
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.reason.endswith(
            "These wait for designs that are not there: Comment (for Post), "
            "Feed (for Comment, Post)"
        )
        assert product.component("Comment").turns == 0

        await product.update("skip_component", component="Post", reason="Written by hand later.")
        view = await product.until_complete()
        states = {c.name: c.state for c in view.components}
        assert states == {
            "Feed": "complete",
            "Comment": "complete",
            "Post": "skipped",
            "Tag": "complete",
        }


async def test_a_circle_is_told_and_broken(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    circular = "What writers write.\n\n**Dependencies**: Comment\n"
    repository.commit(CONTEXT_PATH, DOCUMENT.replace("What writers write.\n", circular))
    async with make_product() as (product, _):
        verdict = await product.start(review=False, design_order="dependencies")
        assert verdict.notes[-1:] == [
            "These depend on each other in a circle: Comment -> Post -> Comment. "
            "Comment does not wait for Post."
        ]
        await product.until_complete()
