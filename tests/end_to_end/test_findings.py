"""What people decide on findings of the review: waive, send back, approve revisions or not."""

from __future__ import annotations

import json

from design_sessions.status import ReviewFinding
from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.github_server import VALID_TOKEN, Fault, running_github
from tests.support.product import Product
from tests.support.repositories import BRANCH, TestRepository

REVIEW = "docs/design/shop/blog/design_review.md"
FEED = "docs/design/shop/blog/feed.md"
GATE = {"review_gate": True}
FEED_ALONE = [{"component": "Feed", "kind": "contradiction"}]
BOTH = [*FEED_ALONE, {"component": "Post", "kind": "contradiction"}]


def attempts(product: Product) -> dict[str, int]:
    return {each.name: each.attempt for each in product.status().components}


def findings(product: Product) -> list[ReviewFinding]:
    review = product.status().review
    assert review is not None
    return review.findings


def open_ids(product: Product) -> list[str]:
    return [each.id for each in findings(product) if each.waived is None]


async def test_revisions_wait_for_a_person_who_wants_to_be_asked(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(FEED_ALONE) as (product, _):
        await product.start(limits=GATE, on_failure="fail")
        view = await product.until_attention()
        attention = view.attention
        assert attention is not None
        assert (attention.kind, attention.step) == ("review", "SpawnReviewSession")
        assert attention.reason == "The review would have 1 design (Feed) revised for 1 finding."
        assert [(f.id, f.components) for f in attention.findings] == [("F1", ["Feed"])]
        assert {a.update for a in attention.actions} == {
            "retry_step",
            "waive_finding",
            "skip_review",
        }
        shown = await run_client(product, "status", product.id)
        assert shown.code == 3
        assert "F1 major, Feed: " in shown.out
        assert "waive Shop.Blog F1 --reason TEXT" in shown.out

        retried = await run_client(product, "retry", product.id)
        assert retried.out.strip() == "Revising: Feed."
        await product.until_complete()
        assert attempts(product) == {"Feed": 2, "Post": 1, "PostRepository": 1}
        assert "fetch_everything" not in repository.read(FEED)
        body = repository.git("log", "-1", "--format=%b", BRANCH, "--", FEED, at=repository.origin)
        assert body.startswith("Answers the review:\n- F1: ")


async def test_a_waived_finding_reopens_nothing_and_is_listed_with_name_and_reason(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(BOTH) as (product, _):
        await product.start(limits=GATE)
        await product.until_attention()
        first, second = [each for each in open_ids(product) if each in ("F1", "F2")]
        waived = await run_client(product, "waive", product.id, "f1", "--reason", "Known.")
        assert (waived.code, waived.out.strip()) == (0, "Waived F1.")
        view = await product.until(
            lambda view: view.attention is not None and len(view.attention.findings) == 1
        )
        assert view.attention is not None
        assert view.attention.findings[0].id == "F2"
        again = await run_client(product, "waive", product.id, "F1", "--reason", "Known.")
        assert again.out.strip() == "F1 is already waived."
        unknown = await run_client(product, "waive", product.id, "F77", "--reason", "Known.")
        assert unknown.code == 2
        assert f"No finding 'F77' in {product.id}" in unknown.err
        placeholder = await run_client(product, "waive", product.id, "F2", "--reason", "TEXT")
        assert placeholder.code == 2
        await product.signal("waive_finding")
        await product.until(
            lambda view: any("waive_finding ignored" in n.message for n in view.notices)
        )

        await product.update("waive_finding", finding=second, reason="Later.", by="bo")
        view = await product.until_complete()
        assert set(attempts(product).values()) == {1}
        assert view.review is not None
        decided = {f.id: (f.waived.by, f.waived.reason) for f in view.review.findings if f.waived}
        assert decided == {first: ("ann@example.com", "Known."), second: ("bo", "Later.")}
        document = repository.read(REVIEW)
        assert "**Waived by bo on " in document.partition("## Waived")[2]
        assert "### F1" not in document.partition("## Waived")[0]
        assert view.pull_request_text is not None
        eye, _, folded = view.pull_request_text.partition("## Components")
        assert "F1" not in eye
        assert "Waived by ann" in folded
        assert "example.com: Known." in folded
        shown = await run_client(product, "status", product.id)
        assert "waived by bo: Later." in shown.out
        late = await run_client(product, "waive", product.id, "F1", "--reason", "Again.")
        assert late.code == 2
        assert len(late.err.strip().splitlines()) == 1


async def test_a_waiver_holds_when_the_finding_is_found_again(
    make_product: ProductMaker,
) -> None:
    faults = [{**each, "times": 9} for each in BOTH]
    async with make_product(faults) as (product, _):
        await product.start(limits={**GATE, "max_review_rounds": 2})
        view = await product.until_attention()
        assert view.attention is not None
        asked = {each.components[0]: each.id for each in view.attention.findings}
        await product.update("waive_finding", finding=asked["Feed"], reason="Known.")
        await product.update("retry_step")
        view = await product.until(
            lambda view: view.attention is not None and attempts(product)["Post"] == 2
        )
        assert view.attention is not None
        # Post still contradicts Feed or another: the same finding keeps its name.
        assert [each.id for each in view.attention.findings] == [asked["Post"]]
        assert attempts(product)["Feed"] == 1
        skipped = await run_client(
            product, "skip", product.id, "--review", "--reason", "We live with it."
        )
        assert "the findings stay" in skipped.out
        view = await product.until_complete()
        assert view.review is not None
        assert view.review.state == "complete"
        assert asked["Post"] in open_ids(product)
        assert asked["Feed"] not in open_ids(product)


async def test_a_person_may_have_only_some_designs_revised(make_product: ProductMaker) -> None:
    async with make_product(BOTH) as (product, _):
        await product.start(limits=GATE)
        await product.until_attention()
        sent = await run_client(product, "retry", product.id, "Post")
        assert sent.code == 0
        assert sent.out.startswith("Revising Post for F")
        await product.until_complete()
        assert attempts(product) == {"Feed": 1, "Post": 2, "PostRepository": 1}
        serious = [f for f in findings(product) if f.severity == "major"]
        assert [f.change for f in serious] == [["Feed"]]


async def test_a_session_that_waits_with_its_pull_request_goes_back_for_findings(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    with running_github() as github:
        github.add_repository("acme/shop")
        github.fail("POST", "/pulls", Fault(status=422, body={"message": "No"}))
        host = {
            "GITHUB_TOKEN": VALID_TOKEN,
            "GITHUB_BASE_URL": github.base_url,
            "DESIGN_GITHUB_REPOSITORY": "acme/shop",
        }
        async with make_product(FEED_ALONE, **host) as (product, _):
            await product.start(limits={"max_review_rounds": 0})
            view = await product.until_attention()
            assert view.attention is not None
            assert view.attention.step == "Finalize"
            assert "F1" in open_ids(product)
            answer = await product.update("retry_component", component="Feed")
            assert "Revising Feed for F1" in answer["message"]
            view = await product.until_complete()
            assert "F1" not in open_ids(product)
            assert "fetch_everything" not in repository.read(FEED)
            fixed = repository.read(REVIEW).partition("## What Was Fixed")[2]
            assert "`Feed`, [`docs/design/shop/blog/feed.md`](feed.md), in commit" in fixed
            assert view.pull_request is not None


async def test_guidance_has_a_complete_design_revised_while_another_waits(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Post", "kind": "refusal", "until_guidance": True}]
    async with make_product(faults) as (product, _):
        await product.start()
        await product.until_attention()
        refused = await product.rejection("retry_component", {"component": "Feed"})
        assert "Feed is complete, and no open finding names it; add guidance" in refused
        before = repository.read(FEED)
        await product.update("retry_component", component="Feed", guidance="Newest first.")
        view = await product.until(lambda view: attempts(product)["Feed"] == 2)
        view = await product.until_attention()
        assert product.component("Feed").state == "complete"
        assert repository.read(FEED) != before
        assert view.attention is not None
        assert [each.component for each in view.attention.failed] == ["Post"]


async def test_what_a_person_changed_is_given_to_the_agent_that_revises_it(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(FEED_ALONE) as (product, _):
        await product.start(limits=GATE)
        await product.until_attention()
        written = repository.read(FEED).replace("## Purpose", "## Purpose\n\nBy hand.", 1)
        repository.commit(FEED, written, branch=BRANCH)
        await product.update("retry_component", component="Feed")
        await product.until_complete()
        assert product.component("Feed").attempt == 2
        last = product.turns("Feed")[-1]
        opening = product.services.store.conversations.latest(product.scope, last.session_id)
        assert opening is not None
        assert "By hand." in json.dumps(opening.opening)
