"""Designs that contradict each other are revised in a session that nobody reviews as well."""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.end_to_end.test_pull_request import SLUG, on_github
from tests.support.client_commands import run_client
from tests.support.github_server import Fault, running_github
from tests.support.product import Product
from tests.support.repositories import BRANCH, TestRepository

pytestmark = pytest.mark.sandboxed

FEED = "docs/design/shop/blog/feed.md"
FEED_ALONE = [{"component": "Feed", "kind": "contradiction"}]
BOTH = [*FEED_ALONE, {"component": "Post", "kind": "contradiction"}]
AGAIN_AND_AGAIN = [{"component": "Feed", "kind": "contradiction", "times": 9}]


def attempts(product: Product) -> dict[str, int]:
    return {each.name: each.attempt for each in product.status().components}


async def test_a_contradiction_is_fixed_and_its_commit_names_it(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(FEED_ALONE) as (product, simulator):
        await product.start(review=False)
        view = await product.until_complete()
        assert attempts(product) == {"Feed": 2, "Post": 1, "PostRepository": 1}
        assert "fetch_everything" not in repository.read(FEED)
        assert view.review is None
        assert view.findings == []
        body = repository.git("log", "-1", "--format=%b", BRANCH, "--", FEED, at=repository.origin)
        assert body.startswith("Answers the checks:\n- F1: ")
        assert view.pull_request_text is not None
        assert "## Revised for contradictions" in view.pull_request_text
        assert not [each for each in simulator.read_log() if each["component"] is None]


async def test_what_remains_is_listed_and_in_the_pull_request(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(AGAIN_AND_AGAIN) as (product, _):
        await product.start(review=False)
        view = await product.until_complete()
        assert attempts(product)["Feed"] == 2
        shown = json.loads((await run_client(product, "status", "--json")).out)
        assert shown["review"] is None
        (remaining,) = [each for each in shown["findings"] if each["severity"] == "major"]
        assert (remaining["id"], remaining["change"]) == ("F1", ["Feed"])
        assert FEED in {side["path"] for side in remaining["sides"]}
        assert "F1 major " in (await run_client(product, "status")).out
        assert view.pull_request_text is not None
        first_screen = view.pull_request_text.partition("## Components")[0]
        assert "they were not reviewed together; the checks have " in first_screen
        assert "1 major" in first_screen
        assert "- **F1**, major" in first_screen
        assert "fetch_everything" in first_screen
        assert "`Feed`, asked for and not changed:" in view.pull_request_text


async def test_with_no_rounds_nothing_is_revised(make_product: ProductMaker) -> None:
    async with make_product(FEED_ALONE) as (product, _):
        await product.start(review=False, limits={"max_review_rounds": 0})
        view = await product.until_complete()
        assert attempts(product)["Feed"] == 1
        assert [each.id for each in view.findings if each.severity == "major"] == ["F1"]


async def test_a_person_is_asked_and_waives(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(BOTH) as (product, _):
        await product.start(review=False, limits={"review_gate": True}, on_failure="fail")
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.reason == (
            "The checks would have 2 designs (Feed, Post) revised for 2 findings."
        )
        of_feed = next(f.id for f in view.attention.findings if f.components == ["Feed"])
        waived = await run_client(product, "waive", product.id, of_feed, "--reason", "Known.")
        assert waived.out.strip() == f"Waived {of_feed}."
        await product.until(
            lambda view: view.attention is not None and len(view.attention.findings) == 1
        )
        assert (await run_client(product, "retry", product.id)).out.strip() == "Revising: Post."
        view = await product.until_complete()
        assert attempts(product) == {"Feed": 1, "Post": 2, "PostRepository": 1}
        assert "fetch_everything" in repository.read(FEED)
        (kept,) = [each for each in view.findings if each.severity == "major"]
        assert (kept.id, kept.waived and kept.waived.reason) == (of_feed, "Known.")
        assert view.pull_request_text is not None
        assert of_feed not in view.pull_request_text.partition("## Components")[0]
        assert "Waived by ann" in view.pull_request_text


async def test_a_person_leaves_the_designs_as_they_are(make_product: ProductMaker) -> None:
    async with make_product(FEED_ALONE) as (product, _):
        await product.start(review=False, limits={"review_gate": True})
        await product.until_attention()
        left = await run_client(product, "skip", product.id, "--review", "--reason", "Enough.")
        assert "the findings stay" in left.out
        view = await product.until_complete()
        assert attempts(product)["Feed"] == 1
        assert "F1" in [each.id for each in view.findings]


async def test_after_a_review_that_was_skipped_the_checks_decide(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Post", "kind": "refusal", "until_guidance": True}, *FEED_ALONE]
    async with make_product(faults) as (product, _):
        await product.start()
        await product.until_attention()
        await product.update("skip_review", reason="In a hurry.")
        await product.update("retry_component", component="Post", guidance="Be brief.")
        view = await product.until_complete()
        assert view.review is not None
        assert (view.review.state, view.review.findings) == ("skipped", [])
        assert attempts(product)["Feed"] == 2
        assert "fetch_everything" not in repository.read(FEED)


async def test_a_design_of_a_person_is_left_and_said(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(FEED_ALONE) as (product, _):
        await product.start(review=False, limits={"review_gate": True})
        await product.until_attention()
        written = repository.read(FEED).replace("## Purpose", "## Purpose\n\nBy hand.", 1)
        repository.commit(FEED, written, branch=BRANCH)
        await product.update("retry_step")
        view = await product.until_complete()
        assert attempts(product)["Feed"] == 1
        assert "By hand." in repository.read(FEED)
        assert any("The checks ask for changes of Feed" in n.message for n in view.notices)
        assert [each.change for each in view.findings if each.severity == "major"] == [["Feed"]]


async def test_a_session_that_was_said_to_cost_nothing_revises_nothing(
    make_product: ProductMaker,
) -> None:
    async with make_product(FEED_ALONE) as (product, simulator):
        await product.start(review=False, limits={"max_review_rounds": 0})
        await product.until_complete()
        paid = len(simulator.read_log())
        await product.start(review=False)
        view = await product.until_complete()
        assert {each.state for each in view.components} == {"kept"}
        assert "F1" in [each.id for each in view.findings]
        assert len(simulator.read_log()) == paid


async def test_a_finished_design_is_sent_back_with_what_the_checks_found(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    with running_github() as github:
        github.add_repository(SLUG)
        github.fail("POST", "/pulls", Fault(status=422, body={"message": "No"}))
        async with on_github(make_product, github, FEED_ALONE) as (product, _):
            await product.start(review=False, limits={"max_review_rounds": 0})
            view = await product.until_attention()
            assert view.attention is not None
            assert view.attention.step == "Finalize"
            answer = await product.update("retry_component", component="Feed")
            assert "Revising Feed for F1" in answer["message"]
            view = await product.until_complete()
            assert view.findings == []
            assert "fetch_everything" not in repository.read(FEED)
