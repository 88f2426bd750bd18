"""The review: refused until it is right, failed and run again, in groups, left out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.product import Product
from tests.support.repositories import (
    BRANCH,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

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
        first, second = product.services.store.ledger.turns_of(product.scope, record)
        assert (first.conversation, second.conversation) == (1, 2)
        assert "Look at the owners of each entity." in str(second.request)
        conversation = product.services.store.conversations.get(product.scope, record, 2)
        assert conversation is not None
        assert conversation.reason == "attempt 2, group 1 of 1; the last one ended: Refused"


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


async def test_twenty_designs_are_reviewed_without_fetching_one_and_reread_from_the_cache(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    names = [f"Part{number:02d}" for number in range(20)]
    repository = make_repository(
        tmp_path / "many", {CONTEXT_PATH: context_document(dict.fromkeys(names, "schema"))}
    )
    faults = [{"review": True, "kind": "unknown_components"}]
    async with make_product(faults, of=repository) as (product, _):
        await product.start()
        view = await product.until_complete()
        assert view.review is not None
        first, second = product.services.store.ledger.turns_of(
            product.scope, view.review.session_id
        )
        assert first.request == [], "the designs are stored with the conversation"
        assert "read_file" not in str([first.response, second.response])
        assert second.usage.cache_read_tokens >= first.usage.cache_write_tokens > 0
    for name in names:
        assert f"docs/design/shop/blog/{name.lower()}.md" in repository.read(REVIEW)


async def test_a_review_of_unknown_components_is_refused(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product([{"review": True, "kind": "unknown_components"}]) as (product, _):
        await product.start()
        await product.until_complete()
        printed = (await run_client(product, "log", product.id, "review")).out
        assert printed.count("The review is refused: - Unknown components") == 1
        for path in DESIGNS:
            assert path in repository.read(REVIEW)


async def test_a_review_whose_document_would_not_be_valid_is_sent_back_and_nothing_is_committed(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"review": True, "kind": "invalid", "times": 2}]
    async with make_product(faults) as (product, simulator):
        await product.start()
        view = await product.until_complete()
        assert view.review is not None
        assert (view.review.state, view.review.attempt) == ("complete", 1)
        asked = [each for each in simulator.read_log() if each["component"] is None]
        assert len(asked) == 3
        printed = (await run_client(product, "log", product.id, "review")).out
        assert printed.count("The review is refused: - In the review's document:") == 2
        commits = repository.git("log", "--format=%H", BRANCH, "--", REVIEW, at=repository.origin)
        assert len(commits.split()) == 1
        assert "Designs read: 3" in repository.read(REVIEW)


async def test_a_review_that_used_up_its_turns_continues_with_new_ones(
    make_product: ProductMaker,
) -> None:
    faults = [{"review": True, "kind": "endless_reading", "until_guidance": True}]
    async with make_product(faults) as (product, _):
        await product.start(limits={"max_turns": 3})
        view = await product.until_attention()
        assert view.attention is not None
        assert "within 3 turns" in view.attention.reason
        assert view.review is not None
        await product.update("retry_step", guidance="Submit what you have.")
        await product.until_complete()
        turns = product.services.store.ledger.turns_of(product.scope, view.review.session_id)
        assert {turn.conversation for turn in turns} == {1}
        assert [turn.attempt for turn in turns] == [1, 1, 1, 2]
        assert "Submit what you have." in str(turns[-1].request)


GROUPS = {"model": [{"id": "claude-opus-5-5", "max_input_tokens": 12_000}]}
"""A window that has room for one of the designs below in each group."""


async def design_at_length(product: Product, repository: TestRepository) -> None:
    """Designs on the branch, each too long to be reviewed with another."""
    await product.start(review=False)
    await product.until_complete()
    for path in DESIGNS:
        long = repository.read(path) + "\n" + "It keeps what readers need, in order.\n" * 400
        await asyncio.to_thread(repository.commit, path, long, BRANCH)


async def test_designs_beyond_a_groups_room_are_reviewed_in_groups_and_joined(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(GROUPS) as (product, _):
        await design_at_length(product, repository)
        await product.start()
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"kept"}
        assert view.review is not None
        record, store = view.review.session_id, product.services.store
        turns = store.ledger.turns_of(product.scope, record)
        assert [turn.conversation for turn in turns] == [1, 2, 3, 4]
        closing = store.conversations.get(product.scope, record, 4)
        assert closing is not None
        assert "Group 3: Written by the simulator" in str(closing.opening)
        found = [finding.components for finding in view.review.findings]
        assert found == [["Feed"], ["Post"], ["PostRepository"]]
        document = repository.read(REVIEW)
        assert all(path in document for path in DESIGNS)
        assert document.count("No design says how") == 3, "the findings of every group"


async def test_a_retried_review_pays_only_for_the_groups_without_a_review(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    failing = {"kind": 400, "review": True, "turn": 2, "times": 1}
    async with make_product({**GROUPS, "fault": [failing]}) as (product, simulator):
        await design_at_length(product, repository)
        await product.start()
        await product.until_attention()
        await product.update("retry_step", guidance="Look at the names.")
        view = await product.until_complete()
        assert view.review is not None
        record, store = view.review.session_id, product.services.store
        turns = store.ledger.turns_of(product.scope, record)
        assert [(t.turn, t.attempt, t.conversation) for t in turns] == [
            (1, 1, 1),
            (2, 2, 3),
            (3, 2, 4),
            (4, 2, 5),
        ]
        assert ["Look at the names." in str(turn.request) for turn in turns] == [False] + [True] * 3
        broken = store.conversations.get(product.scope, record, 3)
        assert broken is not None
        assert broken.reason == "attempt 2, group 2 of 3; the last one ended: ModelError"
        assert len([c for c in simulator.read_log("message") if c["component"] is None]) == 4


async def test_at_another_head_a_review_begins_anew(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    failing = {"kind": 400, "review": True, "turn": 2, "times": 1}
    async with make_product({**GROUPS, "fault": [failing]}) as (product, _):
        await design_at_length(product, repository)
        await product.start()
        await product.until_attention()
        changed = repository.read(DESIGNS[0]) + "\nOne more line.\n"
        await asyncio.to_thread(repository.commit, DESIGNS[0], changed, BRANCH)
        await product.update("retry_step")
        view = await product.until_complete()
        assert view.review is not None
        turns = product.services.store.ledger.turns_of(product.scope, view.review.session_id)
        assert [turn.conversation for turn in turns] == [1, 3, 4, 5, 6]


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
