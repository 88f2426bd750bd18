"""From a context document to reviewed designs on a branch."""

from __future__ import annotations

import asyncio

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.repositories import BRANCH, CONTEXT_PATH, TestRepository

pytestmark = pytest.mark.sandboxed

DESIGNS = [
    "docs/design/shop/blog/feed.md",
    "docs/design/shop/blog/post.md",
    "docs/design/shop/blog/post_repository.md",
]
REVIEW = "docs/design/shop/blog/design_review.md"


async def test_a_session_designs_reviews_and_keeps_the_text_of_a_pull_request(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        verdict = await product.start()
        assert verdict.accepted, verdict.error
        view = await product.until_complete()

        assert view.status == "complete"
        assert [(c.name, c.state) for c in view.components] == [
            ("Feed", "complete"),
            ("Post", "complete"),
            ("PostRepository", "complete"),
        ]
        assert repository.on_branch() == sorted([CONTEXT_PATH, *DESIGNS, REVIEW])
        assert sorted(repository.commits()[:-1]) == [
            "Design Shop.Blog.Feed",
            "Design Shop.Blog.Post",
            "Design Shop.Blog.PostRepository",
        ]
        assert repository.commits()[-1] == "Review the designs of Shop.Blog"
        assert repository.read(DESIGNS[1]).startswith("# Shop.Blog.Post\n")
        assert view.review is not None
        assert view.review.state == "complete"
        for path in DESIGNS:
            assert path in repository.read(REVIEW)
        assert view.pull_request_text is not None
        assert view.pull_request_text.startswith("Add component designs for Shop.Blog context")

        answered = simulator.read_log("message")
        assert view.usage.output_tokens == sum(call["output_tokens"] for call in answered)
        assert view.usage.cost_usd is not None
        assert view.usage.cost_usd > 0
        assert len(answered) == sum(c.turns for c in view.components) + sum(
            call["component"] is None for call in answered
        )


async def test_each_design_is_one_commit_that_says_where_it_is_from(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, _):
        await product.start()
        view = await product.until_complete()
        post = next(c for c in view.components if c.name == "Post")
        message = repository.git(
            "log", "-1", "--format=%B", BRANCH, "--", DESIGNS[1], at=repository.origin
        )
        assert message.splitlines()[0] == "Design Shop.Blog.Post"
        assert f"Design-Session: {post.session_id}" in message
        assert "Design-Attempt: 1" in message
        assert "Co-authored-by: claude-sonnet-5-5" in message


async def test_designs_that_are_there_and_valid_are_kept_without_a_model_call(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        await product.until_complete()
        before = repository.read(DESIGNS[1])
        calls = len(simulator.read_log())

        await product.start(review=False)
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"kept"}
        assert len(simulator.read_log()) == calls
        assert repository.read(DESIGNS[1]) == before
        assert view.usage.output_tokens == 0


async def test_regenerate_designs_again_what_is_there(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        await product.until_complete()
        calls = len(simulator.read_log())

        await product.start(review=False, regenerate=True)
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert len(simulator.read_log()) > calls


async def test_what_is_to_be_regenerated_stays_so_after_a_failure(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, _):
        await product.start(review=False)
        await product.until_complete()
    faults = [
        {"component": "Feed", "kind": "refusal", "times": 1},
        {"component": "Post", "kind": "refusal", "times": 1},
    ]
    async with make_product(faults) as (product, _):
        await product.start(review=False, regenerate=True)
        view = await product.until_attention()
        await product.update("recheck")
        view = await product.until(
            lambda view: (
                "is still the design to be replaced"
                in " ".join(c.error or "" for c in view.components)
            )
        )
        assert [c.state for c in view.components] == ["failed", "failed", "complete"]

        path = view.components[1].design_path
        by_hand = repository.read(path) + "\nAnd a word of a person.\n"
        repository.commit(path, by_hand, branch=BRANCH)
        await product.update("retry_failed")
        view = await product.until_complete()
        assert [c.state for c in view.components] == ["complete", "kept", "complete"]
        assert view.components[0].turns > 1


@pytest.mark.parametrize("regenerate", [True, False])
async def test_a_design_that_a_person_commits_while_its_agent_works_is_not_replaced(
    make_product: ProductMaker, repository: TestRepository, regenerate: bool
) -> None:
    async with make_product() as (product, _):
        await product.start(review=False, branch="other")
        await product.until_complete()
    by_hand = repository.git("show", f"other:{DESIGNS[0]}", at=repository.origin) + "\nBy hand.\n"
    faults = [{"component": "Feed", "kind": "slow", "latency": 4, "times": 1}]
    async with make_product(faults) as (product, simulator):
        await product.start(review=False, regenerate=regenerate, limits={"max_parallel": 1})
        await asyncio.to_thread(simulator.wait_until_in_flight, 1)
        repository.commit(DESIGNS[0], by_hand, branch=BRANCH)
        view = await product.until_attention()
        assert "Somebody committed" in (view.components[0].error or "")
        await product.update("recheck")
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert repository.read(DESIGNS[0]).endswith("By hand.")


async def test_the_users_checkout_and_index_are_not_touched(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    (repository.checkout / "half-written.ex").write_text("defmodule")
    before = (repository.git("status", "--porcelain"), repository.git("rev-parse", "HEAD"))
    async with make_product() as (product, _):
        await product.start(checkout=str(repository.checkout))
        await product.until_complete()
    after = (repository.git("status", "--porcelain"), repository.git("rev-parse", "HEAD"))
    assert after == before
    assert repository.git("branch", "--format=%(refname:short)") == "main"


async def test_no_more_children_run_at_once_than_allowed(make_product: ProductMaker) -> None:
    async with make_product(latency=0.3) as (product, _):
        most = 0
        await product.start(limits={"max_parallel": 1}, review=False)

        def look(view: object) -> bool:
            nonlocal most
            current = product.status()
            most = max(most, sum(c.state == "running" for c in current.components))
            return current.status == "complete"

        await product.until(look)
        assert most == 1


async def test_designs_are_never_written_to_the_default_branch(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    before = repository.git("rev-parse", "main", at=repository.origin)
    async with make_product() as (product, simulator):
        verdict = await product.start(branch="main")
        assert not verdict.accepted
        assert "main is the default branch" in (verdict.error or "")
        assert simulator.read_log("message") == []
    assert repository.git("rev-parse", "main", at=repository.origin) == before
