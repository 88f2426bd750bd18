"""The review: refused until it is right, failed and run again, in groups, left out."""

from __future__ import annotations

import asyncio

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.repositories import BRANCH, TestRepository

REVIEW = "docs/design/shop/blog/design_review.md"
DESIGNS = [f"docs/design/shop/blog/{name}.md" for name in ("feed", "post", "post_repository")]


async def test_a_session_without_designs_does_not_pay_for_a_review(
    make_product: ProductMaker,
) -> None:
    async with make_product([{"kind": "refusal"}]) as (product, simulator):
        await product.start(on_failure="skip")
        view = await product.until_complete()
        assert view.review is not None
        assert view.review.state == "skipped"
        assert not [call for call in simulator.read_log() if call["component"] is None]


async def test_a_review_that_fails_waits_for_a_person_and_is_run_again(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"review": True, "kind": "refusal", "times": 1}]
    async with make_product(faults) as (product, simulator):
        await product.start()
        view = await product.until_attention()
        assert view.attention is not None
        assert (view.attention.kind, view.attention.step) == ("review", "SpawnReviewSession")
        assert "The model refused to write a review" in view.attention.reason
        assert view.review is not None
        assert view.review.state == "failed"
        assert "refused" in (await run_client(product, "status", product.id)).out
        assert "refusal" in (await run_client(product, "log", product.id, "review")).out
        designed = [c for c in simulator.read_log() if c["component"]]

        await product.update("retry_step", guidance="Look at the owners of each entity.")
        view = await product.until_complete()
        assert view.review is not None
        assert (view.review.state, view.review.attempt) == ("complete", 2)
        assert view.review.workflow_id == f"{product.id}/review/a2"
        assert REVIEW in repository.on_branch()
        assert [c for c in simulator.read_log() if c["component"]] == designed
        record = view.review.session_id
        turns = product.services.store.ledger.turns_of(product.scope, record, attempt=2)
        assert "Look at the owners of each entity." in str(turns[0].request)


@pytest.mark.parametrize("how", ["update", "signal"])
async def test_a_session_goes_on_without_a_review_that_failed(
    make_product: ProductMaker, repository: TestRepository, how: str
) -> None:
    faults = [{"review": True, "kind": 400, "message": "no such effort"}]
    async with make_product(faults) as (product, _):
        await product.start()
        view = await product.until_attention()
        assert view.attention is not None
        assert "no such effort" in view.attention.reason
        if how == "update":
            await product.update("skip_review", reason="the endpoint cannot")
        else:
            await product.signal("skip_review", {"reason": "the endpoint cannot"})
        view = await product.until_complete()
        assert view.review is not None
        assert (view.review.state, view.review.error) == ("skipped", "Skipped: the endpoint cannot")
        assert REVIEW not in repository.on_branch()
        assert "the endpoint cannot" in (view.pull_request_text or "")


async def test_a_running_review_can_be_skipped(make_product: ProductMaker) -> None:
    faults = [{"review": True, "kind": "hang", "seconds": 20}]
    async with make_product(faults) as (product, simulator):
        await product.start()
        await product.until(lambda v: v.review is not None and v.review.state == "running")
        await asyncio.to_thread(simulator.wait_until_in_flight, 1)
        await product.update("skip_review", reason="too slow")
        view = await product.until_complete()
        assert view.review is not None
        assert view.review.state == "skipped"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("unread_submission", "Not read to the end yet"),
        ("unknown_components", "Unknown components"),
    ],
)
async def test_a_review_of_unread_designs_or_unknown_components_is_refused(
    make_product: ProductMaker, repository: TestRepository, kind: str, said: str
) -> None:
    async with make_product([{"review": True, "kind": kind}]) as (product, _):
        await product.start()
        await product.until_complete()
        printed = (await run_client(product, "log", product.id, "review")).out
        assert printed.count(f"The review is refused: - {said}") == 1
        for path in DESIGNS:
            assert path in repository.read(REVIEW)


async def test_designs_beyond_half_the_models_window_are_read_in_groups_and_joined(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    window = {"model": [{"id": "claude-opus-5-5", "max_input_tokens": 12_000}]}
    async with make_product(window) as (product, _):
        await product.start(review=False)
        await product.until_complete()
        for path in DESIGNS:
            long = repository.read(path) + "\n" + "It keeps what readers need, in order.\n" * 400
            await asyncio.to_thread(repository.commit, path, long, BRANCH)

        await product.start()
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"kept"}
        assert view.review is not None
        record = view.review.session_id
        turns = product.services.store.ledger.turns_of(product.scope, record)
        assert {turn.conversation for turn in turns} == {1, 2, 3, 4}
        closing = next(turn for turn in turns if turn.conversation == 4)
        assert "## Review of group 3" in str(closing.request)
        document = repository.read(REVIEW)
        assert all(path in document for path in DESIGNS)


async def test_a_review_that_is_not_on_the_branch_is_missed(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    hook = repository.origin / "hooks" / "post-receive"
    # The remote drops the review's commit as soon as it has come, once.
    hook.write_text(
        "#!/bin/sh\nread old new ref\n"
        f'test -e dropped || git ls-tree -r --name-only "$new" | grep -q "{REVIEW}" && '
        '{ test -e dropped || { git update-ref "$ref" "$old"; touch dropped; }; }\nexit 0\n'
    )
    hook.chmod(0o755)
    async with make_product() as (product, _):
        await product.start()
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.kind == "review"
        assert f"Design files missing: {REVIEW}" in view.attention.reason
        await product.update("retry_step")
        view = await product.until_complete()
        assert REVIEW in repository.on_branch(BRANCH)


async def test_without_a_review_there_is_none(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        view = await product.until_complete()
        assert view.review is None
        assert REVIEW not in repository.on_branch()
        assert all(call["component"] for call in simulator.read_log())
