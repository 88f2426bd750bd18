"""A worker that dies while designs are revised for findings, or while it speaks on GitHub."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from temporalio.client import Client

from simulator.testing import running_simulator
from tests.end_to_end.test_pull_request import SLUG
from tests.support.client_commands import run_client
from tests.support.github_server import VALID_TOKEN, Fault, running_github
from tests.support.ledgers import answered_more_than_once
from tests.support.processes import product_of_processes, worker_process
from tests.support.product import product_settings
from tests.support.repositories import BRANCH, TestRepository

pytestmark = pytest.mark.slow

AFTER_A_DEATH = 100.0
"""Seconds: a claim of a dead worker lives for 20, a heartbeat for 10."""
FEED = "docs/design/shop/blog/feed.md"
POST = "docs/design/shop/blog/post.md"


@pytest.mark.parametrize("review", [True, False])
async def test_a_revision_goes_on_after_its_worker_died_in_the_midst_of_it(
    temporal: Client,
    temporal_address: str,
    repository: TestRepository,
    tmp_path: Path,
    review: bool,
) -> None:
    faults = [
        {"kind": "slow", "component": "Feed", "turn": 3, "latency": 30, "times": 1},
        {"kind": "contradiction", "component": "Feed"},
    ]
    with running_simulator(faults=faults) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        with worker_process(tmp_path / "run", settings, temporal=temporal_address) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start(review=review)
                await product.until(
                    lambda view: any(c.name == "Feed" and c.attempt == 2 for c in view.components)
                )
                await asyncio.to_thread(simulator.wait_until_in_flight, 1)
                worker.kill()
                worker.start()
                view = await product.until_complete(AFTER_A_DEATH)
                assert {c.name: c.attempt for c in view.components} == {
                    "Feed": 2,
                    "Post": 1,
                    "PostRepository": 1,
                }
                assert answered_more_than_once(simulator) == {}
                assert not [each for each in view.findings if each.severity == "major"]
    assert "fetch_everything" not in repository.read(FEED)
    commits = repository.git("log", "--format=%B%x00", BRANCH, "--", FEED, at=repository.origin)
    assert [("F1:" in each) for each in commits.split("\0") if each.strip()] == [True, False]


async def test_threads_are_answered_once_by_a_worker_that_died_between_its_answers(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    with running_github() as github, running_simulator() as simulator:
        github.add_repository(SLUG, git_directory=repository.origin)
        settings = product_settings(
            tmp_path / "data",
            simulator.base_url,
            GITHUB_TOKEN=VALID_TOKEN,
            GITHUB_BASE_URL=github.base_url,
            DESIGN_GITHUB_REPOSITORY=SLUG,
        )
        host = {"DESIGN_GITHUB_REPOSITORY": SLUG}
        with worker_process(
            tmp_path / "run", settings, temporal=temporal_address, environment=host
        ) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start(review=False)
                await product.until_complete()
                said = github.conversation(SLUG)
                threads = [
                    said.say(path, line, "Change this.") for path in (POST, FEED) for line in (1, 3)
                ]
                # The first answer arrives, and the worker does not live to hear of it.
                github.fail("POST", "/replies", Fault(delay=20, after_effect=True))
                assert (await run_client(product, "redo", "--from-pr")).code == 0
                await product.until(lambda _: len(said.comments) == len(threads) + 1)
                worker.kill()
                worker.start()
                await product.until_complete(AFTER_A_DEATH)
                assert [len(said.said(thread)) for thread in threads] == [2, 2, 2, 2]
