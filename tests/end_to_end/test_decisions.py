"""What a person decides about components, and what comes of it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from design_sessions.status import SessionStatusView
from design_sessions.store.records import Interaction
from tests.end_to_end.conftest import ProductMaker
from tests.support.hooks import HeldPush
from tests.support.product import Product
from tests.support.repositories import (
    BRANCH,
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

pytestmark = pytest.mark.sandboxed

FEED = "docs/design/shop/blog/feed.md"
POST = "docs/design/shop/blog/post.md"
REVIEW = "docs/design/shop/blog/design_review.md"
REFUSED = {"kind": "refusal", "until_guidance": True}
NEVER_VALID = {"kind": "never_valid"}
ADVICE = "Keep the feed short and name its owner."


async def decide(product: Product, how: str, name: str, **decision: Any) -> None:
    """Send a decision as an update or as a signal."""
    if how == "update":
        await product.update(name, **decision)
    else:
        await product.signal(name, decision)


def failed_only(view: SessionStatusView, *names: str) -> bool:
    """Whether a person is needed for exactly these components."""
    attention = view.attention
    return attention is not None and [f.component for f in attention.failed] == list(names)


def interactions(product: Product, step: str) -> list[Interaction]:
    """The recorded interactions of one kind, parent's."""
    record = product.status().session_id
    assert record is not None
    found = product.services.store.interactions.all_of(product.scope, record)
    return [interaction for interaction in found if interaction.step == step]


def spawned(product: Product) -> list[Interaction]:
    """The records of each run of the step that designs the components."""
    return interactions(product, "SpawnComponentDesignSessions")


def sent_texts(product: Product, name: str) -> list[str]:
    """Texts that were sent to the model, in order."""
    return [
        block["text"]
        for turn in product.turns(name)
        for block in turn.request
        if block["type"] == "text"
    ]


@pytest.mark.parametrize("how", ["update", "signal"])
async def test_retry_skip_and_accept_let_a_session_go_on(
    make_product: ProductMaker, repository: TestRepository, how: str
) -> None:
    faults = [
        {"component": "Feed", **REFUSED},
        {"component": "Post", **NEVER_VALID},
        {"component": "PostRepository", "kind": "refusal"},
    ]
    async with make_product(faults) as (product, _):
        await product.start(limits={"max_revisions": 1})
        view = await product.until_attention()
        assert failed_only(view, "Feed", "Post", "PostRepository")

        await decide(product, how, "skip_component", component="PostRepository", reason="later")
        view = await product.until(lambda v: failed_only(v, "Feed", "Post"))
        await decide(product, how, "accept_component", component="Post", reason="good enough")
        await product.until(lambda v: failed_only(v, "Feed"))
        await decide(
            product, how, "retry_component", component="Feed", guidance=ADVICE, by="bob@example.com"
        )
        view = await product.until_complete()

        assert [c.state for c in view.components] == ["complete", "accepted", "skipped"]
        feed, _, skipped = view.components
        assert (feed.attempt, feed.workflow_id) == (2, f"{view.id}/Shop.Blog.Feed/a2")
        assert ADVICE in "\n".join(sent_texts(product, "Feed"))
        assert skipped.error == "Skipped: later"
        assert POST in repository.on_branch()
        message = repository.git(
            "log", "-1", "--format=%B", BRANCH, "--", POST, at=repository.origin
        )
        assert "Design-Accepted: although not valid" in message

        review, text = repository.read(REVIEW), view.pull_request_text or ""
        assert "## Accepted Although Invalid" in review
        assert "- `Post`" in review
        assert "later" in review
        assert "accepted" in text
        assert "later" in text

        (retried,) = interactions(product, "retry_component")
        assert retried.command["by"] == "bob@example.com"
        assert retried.command["guidance"] == ADVICE
        assert retried.command["at"]
        (skip,) = interactions(product, "skip_component")
        assert (skip.command["by"], skip.command["reason"]) == ("ann@example.com", "later")
        (accept,) = interactions(product, "accept_component")
        assert accept.command["reason"] == "good enough"


async def test_a_retry_goes_on_with_the_conversation_and_counts_its_turns_on(
    make_product: ProductMaker,
) -> None:
    faults = [{"component": "Feed", **NEVER_VALID, "until_guidance": True}]
    async with make_product(faults) as (product, simulator):
        await product.start(limits={"max_revisions": 1}, review=False)
        await product.until_attention()
        before = product.turns("Feed")

        await product.update("retry_component", component="Feed", guidance=ADVICE)
        await product.until_complete()

        after = product.turns("Feed")
        assert [t.request for t in after[: len(before)]] == [t.request for t in before]
        assert {turn.conversation for turn in after} == {1}
        assert [turn.turn for turn in after] == list(range(1, len(after) + 1))
        assert [t.attempt for t in after] == [1] * len(before) + [2] * (len(after) - len(before))
        assert ADVICE in str(after[len(before)].request)
        assert len(simulator.read_log("message")) == len(
            {(call["session"], call["turn"]) for call in simulator.read_log("message")}
        )


async def test_after_a_refusal_a_retry_begins_a_new_conversation_and_says_why(
    make_product: ProductMaker,
) -> None:
    async with make_product([{"component": "Feed", **REFUSED}]) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        await product.update("retry_failed", guidance=ADVICE)
        await product.until_complete()
        record = product.component("Feed").session_id
        conversation = product.services.store.conversations.latest(product.scope, record)
        assert conversation is not None
        assert conversation.number == 2
        assert "Refused" in conversation.reason
        assert [turn.turn for turn in product.turns("Feed")][:2] == [1, 2]


@pytest.mark.parametrize("how", ["update", "signal"])
async def test_what_has_failed_is_retried_together(make_product: ProductMaker, how: str) -> None:
    faults = [{"component": name, **REFUSED} for name in ("Feed", "Post")]
    async with make_product(faults) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        name = "retry_failed" if how == "update" else "retry_step"
        await decide(product, how, name, guidance=ADVICE)
        view = await product.until_complete()
        assert [c.attempt for c in view.components] == [2, 2, 1]
        assert ADVICE in "\n".join(sent_texts(product, "Post"))


@pytest.mark.parametrize("how", ["update", "signal"])
async def test_a_design_committed_by_hand_is_found_by_recheck(
    make_product: ProductMaker, tmp_path: Path, how: str
) -> None:
    document = context_document({"Feed": "schema", "Post": "schema"})
    repository = make_repository(tmp_path / "alike", {CONTEXT_PATH: document})
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with make_product(faults, of=repository) as (product, simulator):
        await product.start(review=False)
        await product.until_attention()
        calls = len(simulator.read_log())

        await decide(product, how, "recheck")
        await product.until(lambda v: failed_only(v, "Feed") and len(spawned(product)) == 2)

        repository.commit(FEED, repository.read(POST).replace("Post", "Feed"), branch=BRANCH)
        await decide(product, how, "recheck")
        view = await product.until_complete()
        assert view.components[0].state == "complete"
        assert [each.message for each in view.notices if "Checked" in each.message] == [
            "Checked the branch again. Still to be fixed: Feed.",
            "Checked the branch again. Valid now: Feed.",
        ]
        assert len(simulator.read_log()) == calls
        described = view.pull_request_text or ""
        assert "1 of 2 written by an AI agent" in described
        assert "` was written by hand." in described


async def test_a_design_from_before_that_a_skip_leaves_in_place_is_told(
    make_product: ProductMaker, tmp_path: Path
) -> None:
    document = context_document({"Feed": "schema", "Post": "schema"})
    repository = make_repository(tmp_path / "half", {CONTEXT_PATH: document, FEED: "# Feed\n"})
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with make_product(faults, of=repository) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        await product.update("skip_component", component="Feed", reason="later")
        described = (await product.until_complete()).pull_request_text or ""
        assert "| `Feed` | before this session | none |" in described
        assert "but the branch has a design of it" in described
        assert repository.read(FEED).strip() == "# Feed"


async def test_on_one_component_the_last_decision_wins_and_a_repetition_changes_nothing(
    make_product: ProductMaker,
) -> None:
    faults = [
        {"component": "Feed", **NEVER_VALID},
        {"component": "Post", "kind": "refusal"},
    ]
    async with make_product(faults) as (product, _):
        await product.start(review=False, limits={"max_revisions": 0})
        await product.until_attention()
        first = await product.update("skip_component", component="Feed", reason="one")
        again = await product.update("skip_component", component="Feed", reason="one")
        other = await product.update("skip_component", component="Shop.Blog.Feed", reason="two")
        assert [answer["changed"] for answer in (first, again, other)] == [True, False, True]
        await product.update("accept_component", component="Feed", reason="good enough")
        view = await product.until(lambda v: v.components[0].state == "accepted")
        assert view.components[0].error == "Accepted: good enough"
        assert view.notices == []
        repeated = await product.update("accept_component", component="Feed")
        assert repeated["changed"] is False
        refused = await product.rejection("accept_component", {"component": "Post"})
        assert "Post has no draft to accept" in refused

        await product.update("skip_component", component="Post", reason="gone")
        view = await product.until_complete()
        assert [c.state for c in view.components] == ["accepted", "skipped", "complete"]
        assert len(interactions(product, "skip_component")) == 3
        assert len(interactions(product, "accept_component")) == 1
        described = view.pull_request_text or ""
        assert re.search(
            r"- `Shop.Blog.Feed` was accepted by \S+ although not valid: good enough\n  - line ",
            described,
        )


async def test_an_acceptance_after_a_skip_that_cannot_be_pushed_is_told(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Feed", **NEVER_VALID}, {"component": "Post", "kind": "refusal"}]
    async with make_product(faults) as (product, _):
        await product.start(review=False, limits={"max_revisions": 0})
        await product.until_attention()
        repository.commit(f"{FEED}/notes.txt", "mine", branch=BRANCH)
        await product.update("skip_component", component="Feed", reason="later")
        await product.update("accept_component", component="Feed")
        view = await product.until(lambda view: bool(view.notices))
        assert view.components[0].error == "Skipped: later"
        assert "Feed stays skipped. Accepting its draft failed" in view.notices[-1].message
        assert f"{FEED} is a directory" in view.notices[-1].message


@pytest.mark.parametrize("then", ["skip_component", "retry_component"])
async def test_a_decision_while_an_accepted_draft_is_pushed_ends_nothing_else(
    make_product: ProductMaker, repository: TestRepository, then: str
) -> None:
    faults = [
        {"component": "Feed", "kind": "same_errors", "until_guidance": True},
        {"component": "Post", "kind": "slow", "latency": 2, "times": 2},
    ]
    push = HeldPush(repository.origin, subject="Design Shop.Blog.Feed.*")
    async with make_product(faults) as (product, _):
        await product.start(review=False)
        await product.until(lambda view: view.components[0].state == "failed")
        await product.update("accept_component", component="Feed")
        await asyncio.to_thread(push.wait_until_held)
        more = {"reason": "no use"} if then == "skip_component" else {"guidance": ADVICE}
        await product.update(then, component="Feed", **more)
        push.let_go()
        view = await product.until_complete()

        feed, *others = view.components
        assert {c.state for c in others} == {"complete"}
        if then == "skip_component":
            assert feed.state == "accepted"
            assert "was committed before it could be skipped" in view.notices[-1].message
        else:
            assert (feed.state, feed.attempt) == ("complete", 2)
            assert any(ADVICE in text for text in sent_texts(product, "Feed"))
