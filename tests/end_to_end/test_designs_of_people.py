"""What people wrote or decided about a design outlives the next session."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.conftest import COMPONENTS, ProductMaker
from tests.support.client_commands import run_client
from tests.support.repositories import (
    BRANCH,
    CONTEXT,
    CONTEXT_PATH,
    TestRepository,
    context_document,
)

POST = "docs/design/shop/blog/post.md"


async def test_regenerating_asks_before_it_replaces_a_design_of_a_person(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product() as (product, simulator):
        await product.start(review=False)
        await product.until_complete()
        by_hand = repository.read(POST) + "\nA word of Ann's.\n"
        repository.commit(POST, by_hand, branch=BRANCH)
        calls = len(simulator.read_log())
        start = ("start", "--repo", str(repository.checkout), "--context", CONTEXT)
        again = (*start, "--no-review", "--regenerate")

        refused = await run_client(product, *again)
        assert refused.code == 2
        assert "1 design that a person wrote or changed: " + POST in refused.err
        assert "--yes" in refused.err
        assert len(simulator.read_log()) == calls
        assert repository.read(POST).strip() == by_hand.strip()

        assert (await run_client(product, *again, "--yes")).code == 0
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert "A word of Ann's" not in repository.read(POST)

        # Nothing of a person's is there any more, not even after a squash.
        repository.git("fetch", "-q", "origin")
        repository.git("merge", "-q", "--squash", f"origin/{BRANCH}")
        repository.git("commit", "-q", "-m", "Squashed")
        repository.git("push", "-q", "origin", "main")
        assert (await run_client(product, *again)).code == 0
        await product.until_complete()


async def test_an_acceptance_is_kept_by_the_next_session_until_it_regenerates(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    faults = [{"component": "Post", "kind": "invalid", "times": 2, "shared": True}]
    async with make_product(faults) as (product, simulator):
        await product.start(review=False, limits={"max_revisions": 0})
        await product.until_attention()
        await product.update("accept_component", component="Post", reason="good enough")
        await product.until_complete()
        calls, text = len(simulator.read_log()), repository.read(POST)

        await product.start(review=False)
        view = await product.until_complete()
        states = {c.name: c.state for c in view.components}
        assert states == {**dict.fromkeys(COMPONENTS, "kept"), "Post": "accepted"}
        assert product.component("Post").error == "Accepted: in an earlier session"
        assert len(simulator.read_log()) == calls
        assert repository.read(POST) == text
        assert "was accepted although not valid" in (view.pull_request_text or "")
        assert "line " in (view.pull_request_text or "").partition("although not valid")[2]

        await product.start(review=False, regenerate=True)
        await product.until_complete()
        assert product.component("Post").state == "complete"


async def test_an_acceptance_outlives_a_squash_also_for_another_database(
    make_product: ProductMaker, repository: TestRepository, tmp_path: Path
) -> None:
    faults = [{"component": "Post", "kind": "invalid", "times": 2, "shared": True}]
    async with make_product(faults) as (product, simulator):
        await product.start(limits={"max_revisions": 0})
        await product.until_attention()
        await product.update("accept_component", component="Post", reason="good enough")
        await product.until_complete()
        text = repository.read(POST)
    repository.git("fetch", "-q", "origin")
    repository.git("merge", "-q", "--squash", f"origin/{BRANCH}")
    repository.git("commit", "-q", "-m", "Squashed")
    repository.git("push", "-q", "origin", "main", f":{BRANCH}")

    async with make_product(DESIGN_DATA_DIR=tmp_path / "colleague") as (product, simulator):
        await product.start()
        view = await product.until_complete()
        states = {c.name: c.state for c in view.components}
        assert states == {**dict.fromkeys(COMPONENTS, "kept"), "Post": "accepted"}
        assert simulator.read_log() == []
    assert repository.git("show", f"main:{POST}", at=repository.origin) == text


async def test_a_review_that_a_person_changed_is_not_replaced_unasked(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    review = "docs/design/shop/blog/design_review.md"
    async with make_product() as (product, simulator):
        await product.start()
        await product.until_complete()
        by_hand = repository.read(review) + "\nAnn: the first is done.\n"
        repository.commit(review, by_hand, branch=BRANCH)
        calls = len(simulator.read_log())
        start = ("start", "--repo", str(repository.checkout), "--context", CONTEXT)

        refused = await run_client(product, *start)
        assert refused.code == 2
        assert review in refused.err
        assert "--yes" in refused.err
        assert "--no-review" in refused.err
        assert len(simulator.read_log()) == calls

        assert (await run_client(product, *start, "--yes")).code == 0
        await product.until_complete()
        assert "Ann" not in repository.read(review)

        # Its own review is no person's, not even after a squash.
        repository.git("fetch", "-q", "origin")
        repository.git("merge", "-q", "--squash", f"origin/{BRANCH}")
        listed = context_document({**COMPONENTS, "Tag": "schema"})
        (repository.checkout / CONTEXT_PATH).write_text(listed, encoding="utf-8")
        repository.git("commit", "-q", "--all", "-m", "Squashed, and one more component")
        repository.git("push", "-q", "origin", "main")
        assert (await run_client(product, *start)).code == 0
        await product.until_complete()


async def test_a_design_of_a_person_that_is_not_valid_is_named_before_an_agent_revises_it(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    repository.commit(POST, "# Shop.Blog.Post\n\nThree weeks of work.\n")
    async with make_product() as (product, _):
        started = await product.start(review=False)
        assert [note for note in started.notes if POST in note and "not valid" in note]
        await product.until_complete()

        again = await product.start(review=False)
        assert not [note for note in again.notes if "not valid" in note]
        await product.until_complete()
