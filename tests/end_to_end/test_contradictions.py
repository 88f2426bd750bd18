"""Designs that contradict each other are revised after the review, at most once by default."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.repositories import BRANCH, TestRepository

pytestmark = pytest.mark.sandboxed

REVIEW = "docs/design/shop/blog/design_review.md"
FEED = "docs/design/shop/blog/feed.md"


async def test_a_contradiction_is_fixed_by_the_component_to_blame_and_said(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product([{"component": "Feed", "kind": "contradiction"}]) as (product, _):
        await product.start()
        view = await product.until_complete()
        attempts = {c.name: (c.state, c.attempt) for c in view.components}
        assert attempts == {
            "Feed": ("complete", 2),
            "Post": ("complete", 1),
            "PostRepository": ("complete", 1),
        }
        assert "fetch_everything" not in repository.read(FEED)
        assert view.review is not None
        assert not [f for f in view.review.findings if f.severity != "minor"]
        review = repository.read(REVIEW)
        fixed = review.partition("## What Was Fixed")[2].partition("## What Remains")[0]
        assert "fetch_everything" in fixed
        commit = repository.git(
            "log", "-1", "--format=%H", BRANCH, "--", FEED, at=repository.origin
        )
        assert f"in commit {commit.strip()[:12]}:" in fixed
        assert "finding was fixed" in review.partition("## Verdict")[2]
        file = repository.checkout / REVIEW
        file.parent.mkdir(exist_ok=True)
        file.write_text(review)
        checked = await run_client(product, "validate", str(file), "--strict")
        assert checked.code == 0, checked.out
        body = repository.git("log", "-1", "--format=%b", BRANCH, "--", FEED, at=repository.origin)
        assert body.startswith("Answers the review:\n- ")
        assert view.pull_request_text is not None
        assert "Revised after the review" in view.pull_request_text


async def test_what_a_revision_does_not_fix_is_in_the_review_and_the_pull_request(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Feed", "kind": "contradiction", "times": 9}]
    async with make_product(faults) as (product, _):
        await product.start()
        view = await product.until_complete()
        assert product.component("Feed").attempt == 2
        assert view.review is not None
        (open_finding,) = [f for f in view.review.findings if f.severity == "major"]
        assert "fetch_everything" in open_finding.explanation
        assert {side.path for side in open_finding.sides} >= {FEED}
        assert "fetch_everything" in repository.read(REVIEW).partition("## Findings")[2]
        assert view.pull_request_text is not None
        assert "fetch_everything" in view.pull_request_text


async def test_no_rounds_leave_the_contradiction_to_a_person(make_product: ProductMaker) -> None:
    async with make_product([{"component": "Feed", "kind": "contradiction"}]) as (product, _):
        await product.start(limits={"max_review_rounds": 0})
        view = await product.until_complete()
        assert product.component("Feed").attempt == 1
        assert view.review is not None
        assert view.review.findings[0].severity == "major"


async def test_a_revision_that_fails_leaves_the_design_as_it_was(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [
        {"component": "Feed", "kind": "refusal", "turn": 3},
        {"component": "Feed", "kind": "contradiction"},
    ]
    async with make_product(faults) as (product, _):
        await product.start()
        view = await product.until_complete()
        assert product.component("Feed").state == "complete"
        assert "fetch_everything" in repository.read(FEED)
        assert any("Feed was not revised after the review" in n.message for n in view.notices)


async def test_a_design_of_a_person_is_not_reopened(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product([{"component": "Feed", "kind": "contradiction"}]) as (product, _):
        await product.start(review=False, limits={"max_review_rounds": 0})
        await product.until_complete()
        written = repository.read(FEED).replace("## Purpose", "## Purpose\n\nBy hand.", 1)
        repository.commit(FEED, written, branch=BRANCH)
        await product.start()
        view = await product.until_complete()
        assert product.component("Feed").state == "kept"
        assert "By hand." in repository.read(FEED)
        assert any("The review asks for changes of Feed" in n.message for n in view.notices)
        remains = repository.read(REVIEW).partition("## What Remains")[2]
        assert "- `Feed` is left to a person" in remains
        assert view.review is not None
        assert view.review.findings[0].severity == "major"
