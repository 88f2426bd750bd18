"""The remote refuses or goes away in the middle of a session."""

from __future__ import annotations

from contextlib import suppress

from temporalio.client import WorkflowFailureError

from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.repositories import BRANCH, TestRepository

DESIGN = "docs/design/shop/blog/feed.md"


async def test_a_push_that_is_refused_waits_for_a_person_and_nothing_is_paid_again(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    hook = repository.origin / "hooks" / "pre-receive"
    async with make_product(latency=0.2) as (product, simulator):
        await product.start(review=False)
        hook.write_text("#!/bin/sh\necho 'the branch is frozen' >&2\nexit 1\n")
        hook.chmod(0o755)
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.kind == "repository"
        assert "the branch is frozen" in view.attention.reason
        assert "frozen" in (await run_client(product, "status", product.id)).out
        calls = len(simulator.read_log())

        hook.unlink()
        await product.update("retry_failed")
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}
        assert DESIGN in repository.on_branch()
        assert len(simulator.read_log()) == calls


async def test_what_a_person_put_in_the_way_is_named_and_nothing_is_paid_again(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    async with make_product(latency=0.3) as (product, simulator):
        await product.start(review=False)
        repository.commit(f"{DESIGN}/notes.txt", "mine", branch=BRANCH)
        view = await product.until_attention()
        assert view.attention is not None
        assert view.attention.kind == "components"
        assert f"on the branch {BRANCH}, {DESIGN} is a directory" in view.attention.reason
        assert {c.name: c.state for c in view.components} == {
            "Post": "complete",
            "PostRepository": "complete",
            "Feed": "failed",
        }
        calls = len(simulator.read_log())

        repository.git("fetch", "-q", "origin")
        repository.git("checkout", "-q", "-B", "by-hand", f"origin/{BRANCH}")
        repository.git("mv", DESIGN, "feed-notes")
        repository.git("commit", "-q", "-m", "Out of the way")
        repository.git("push", "-q", "origin", f"HEAD:{BRANCH}")
        await product.update("retry_failed")
        view = await product.until_complete()
        assert DESIGN in repository.on_branch()
        assert len(simulator.read_log()) == calls


async def test_a_remote_that_has_gone_away_waits_for_a_person(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    away = repository.origin.with_name("away.git")
    faults = [{"component": "Feed", "kind": "refusal", "until_guidance": True}]
    async with make_product(faults) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        repository.origin.rename(away)
        await product.update("recheck")
        view = await product.until(
            lambda v: v.attention is not None and v.attention.kind == "repository"
        )
        assert view.status == "active"
        assert str(repository.origin) in (view.attention.reason if view.attention else "")

        away.rename(repository.origin)
        await product.update("retry_step", guidance="Go on.")
        view = await product.until_complete()
        assert {c.state for c in view.components} == {"complete"}


async def test_a_remote_that_takes_a_branch_and_refuses_its_updates_is_found_at_every_start(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    hook = repository.origin / "hooks" / "pre-receive"
    hook.write_text(
        "#!/bin/sh\nread old new ref\n"
        "case $old in 0000000*) ;; *) echo 'frozen' >&2; exit 1;; esac\n"
    )
    hook.chmod(0o755)
    async with make_product() as (product, simulator):
        for _ in range(2):
            verdict = await product.start(review=False)
            assert not verdict.accepted
            assert "frozen" in (verdict.error or "")
            with suppress(WorkflowFailureError):
                await product.handle.result()
        assert simulator.read_log() == []
