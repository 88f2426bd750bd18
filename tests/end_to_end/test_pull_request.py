"""Finalize against a code host over HTTP: one pull request, whatever goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from simulator.testing import RunningSimulator
from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.github_server import VALID_TOKEN, FakeGitHub, Fault, running_github
from tests.support.product import Product
from tests.support.repositories import BRANCH, TestRepository

SLUG = "acme/shop"


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A code host with the repository of the tests."""
    with running_github() as server:
        server.add_repository(SLUG)
        yield server


def on_github(
    make_product: ProductMaker, github: FakeGitHub, faults: list[dict[str, Any]] | None = None
) -> AbstractAsyncContextManager[tuple[Product, RunningSimulator]]:
    """A product whose remote is on disk and whose pull requests are at ``github``."""
    return make_product(
        faults,
        GITHUB_TOKEN=VALID_TOKEN,
        GITHUB_BASE_URL=github.base_url,
        DESIGN_GITHUB_REPOSITORY=SLUG,
    )


async def test_a_pull_request_is_opened_once_and_updated_by_the_next_session(
    make_product: ProductMaker, github: FakeGitHub
) -> None:
    faults = [{"component": "Feed", "kind": "refusal", "times": 1, "shared": True}]
    async with on_github(make_product, github, faults) as (product, _):
        await product.start()
        await product.until_attention()
        await product.update("skip_component", component="Feed", reason="not needed yet")
        view = await product.until_complete()
        (pull,) = github.pulls(SLUG)
        assert view.pull_request is not None
        assert view.pull_request.url == pull["html_url"]
        assert view.pull_request_text is None
        assert pull["title"] == "Add component designs for Shop.Blog context"
        assert pull["head"]["ref"] == BRANCH
        assert "not needed yet" in pull["body"]
        assert "docs/design/shop/blog/post.md" in pull["body"]
        assert view.review is not None
        assert all(finding.explanation in pull["body"] for finding in view.review.findings)
        assert view.review.session_id is not None
        review = product.services.store.sessions.review(product.scope, view.review.session_id)
        assert review.state.summary
        assert review.state.summary.splitlines()[0] in pull["body"]
        assert pull["html_url"] in (await run_client(product, "status", product.id)).out

        await product.start(review=False)
        view = await product.until_complete()
        assert [c.state for c in view.components] == ["complete", "kept", "kept"]
        (updated,) = github.pulls(SLUG)
        assert view.pull_request is not None
        assert view.pull_request.number == updated["number"]
        assert "not needed yet" not in updated["body"]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        (
            Fault(status=422, body={"message": "No commits between them"}),
            "pull_request",
            "No commits",
        ),
        (Fault(status=401, body={"message": "Bad credentials"}), "credentials", "GITHUB_TOKEN"),
    ],
)
async def test_a_refusing_code_host_waits_for_a_person_and_the_step_runs_again(
    make_product: ProductMaker, github: FakeGitHub, fault: Fault, kind: str, said: str
) -> None:
    github.fail("POST", "/pulls", fault)
    async with on_github(make_product, github) as (product, simulator):
        await product.start(review=False)
        view = await product.until_attention()
        assert view.attention is not None
        assert (view.attention.kind, view.attention.step) == (kind, "Finalize")
        assert said in view.attention.reason
        assert said in (await run_client(product, "status", product.id)).out
        calls = len(simulator.read_log())

        await product.update("retry_step")
        view = await product.until_complete()
        assert view.pull_request is not None
        assert len(github.pulls(SLUG)) == 1
        assert len(simulator.read_log()) == calls


async def test_a_code_host_that_fails_for_a_moment_is_asked_again(
    make_product: ProductMaker, github: FakeGitHub
) -> None:
    github.fail("POST", "/pulls", Fault(status=500))
    async with on_github(make_product, github) as (product, _):
        await product.start(review=False)
        view = await product.until_complete()
        assert view.pull_request is not None
        assert len(github.pulls(SLUG)) == 1


async def test_a_pull_request_whose_answer_was_lost_is_not_made_twice(
    make_product: ProductMaker, github: FakeGitHub
) -> None:
    github.fail("POST", "/pulls", Fault(status=504, after_effect=True))
    async with on_github(make_product, github) as (product, _):
        await product.start(review=False)
        view = await product.until_complete()
        assert view.pull_request is not None
        assert view.pull_request.number == 1
        assert len(github.pulls(SLUG)) == 1


@pytest.mark.parametrize("how", ["update", "signal"])
async def test_a_session_ends_without_a_pull_request_when_a_person_says_so(
    make_product: ProductMaker, github: FakeGitHub, how: str
) -> None:
    github.fail("POST", "/pulls", Fault(status=422, body={"message": "No"}), times=20)
    async with on_github(make_product, github) as (product, _):
        await product.start(review=False)
        await product.until_attention()
        if how == "update":
            await product.update("skip_pull_request", reason="by hand")
        else:
            await product.signal("skip_pull_request", {"reason": "by hand"})
        view = await product.until_complete()
        assert view.pull_request is None
        assert "by hand" in (view.pull_request_text or "")
        assert github.pulls(SLUG) == []


async def test_after_a_merge_the_next_session_writes_a_new_branch(
    make_product: ProductMaker, github: FakeGitHub, repository: TestRepository
) -> None:
    async with on_github(make_product, github) as (product, _):
        await product.start(review=False)
        await product.until_complete()
        github.close(SLUG, 1)
        verdict = await product.start(review=False)
        assert any(f"{BRANCH}-2" in note for note in verdict.notes)
        view = await product.until_complete()
        assert view.branch == f"{BRANCH}-2"
        assert [pull["head"]["ref"] for pull in github.pulls(SLUG)] == [BRANCH, f"{BRANCH}-2"]
        assert "docs/design/shop/blog/post.md" in repository.on_branch(f"{BRANCH}-2")


async def test_a_token_that_may_not_write_stops_the_start(
    make_product: ProductMaker, github: FakeGitHub, repository: TestRepository
) -> None:
    async with make_product(
        GITHUB_TOKEN="no-such-token",
        GITHUB_BASE_URL=github.base_url,
        DESIGN_GITHUB_REPOSITORY=SLUG,
    ) as (product, simulator):
        verdict = await product.start()
        assert not verdict.accepted
        assert "GITHUB_TOKEN" in (verdict.error or "")
        assert simulator.read_log() == []
        assert repository.git("branch", "--format=%(refname:short)", at=repository.origin) == "main"


@pytest.mark.parametrize(
    "how", [("--ff-only",), ("--no-ff",), ("--squash",)], ids=lambda how: how[0]
)
async def test_after_a_merge_a_session_with_nothing_to_do_pays_nothing(
    how: tuple[str, ...], make_product: ProductMaker, github: FakeGitHub, repository: TestRepository
) -> None:
    async with on_github(make_product, github) as (product, simulator):
        await product.start()
        await product.until_complete()
        paid = len(simulator.read_log("message"))
        repository.git("fetch", "-q", "origin")
        repository.git("merge", "-q", *how, f"origin/{BRANCH}")
        repository.git("commit", "-q", "--allow-empty", "-m", "Merged")
        repository.git("push", "-q", "origin", "main")
        github.close(SLUG, 1)

        await product.start()
        view = await product.until_complete()

        assert {c.state for c in view.components} == {"kept"}
        assert view.review is not None
        assert view.review.state == "skipped"
        assert "everything is on the base already" in (view.review.error or "")
        assert "Everything is on the base already" in (view.pull_request_text or "")
        said = (await run_client(product, "status", product.id)).out
        assert "Everything is on the base already: there is no pull request to open." in said
        assert "by hand" not in said
        assert view.pull_request is None
        assert len(simulator.read_log("message")) == paid
        assert len(github.pulls(SLUG)) == 1


async def test_a_design_that_changed_on_the_base_is_reviewed_again(
    make_product: ProductMaker, github: FakeGitHub, repository: TestRepository
) -> None:
    async with on_github(make_product, github) as (product, _):
        await product.start()
        await product.until_complete()
        design = repository.read("docs/design/shop/blog/post.md")
        repository.git("fetch", "-q", "origin")
        repository.git("merge", "-q", f"origin/{BRANCH}")
        (repository.checkout / "docs/design/shop/blog/post.md").write_text(design + "\nBy Ann.\n")
        repository.git("commit", "-q", "-a", "-m", "By hand")
        repository.git("push", "-q", "origin", "main")
        github.close(SLUG, 1)

        await product.start()
        view = await product.until_complete()

        assert {c.state for c in view.components} == {"kept"}
        assert view.review is not None
        assert view.review.state == "complete"
