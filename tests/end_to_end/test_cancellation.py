"""Cancelling a session in each of its phases, and starting its context again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError
from temporalio.exceptions import is_cancelled_exception

from design_sessions.status import SessionStatusView
from design_sessions.turns.leases import LEASE
from simulator.testing import RunningSimulator, running_simulator
from tests.end_to_end.conftest import ProductMaker
from tests.support.client_commands import run_client
from tests.support.github_server import VALID_TOKEN, Fault, running_github
from tests.support.processes import product_of_processes, worker_process
from tests.support.product import Product, product_settings, until_pending
from tests.support.repositories import BRANCH, TestRepository

AT_ONCE = 15.0
"""Seconds within which everything has ended; a model call would take far longer here."""


async def _end_cancelled(product: Product, patience: float = AT_ONCE) -> None:
    """Cancel the session, and see that it, its children and its records end so, soon."""
    await product.handle.cancel()
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(product.handle.result(), patience)
    assert is_cancelled_exception(failed.value.cause)
    assert await _status(product) == WorkflowExecutionStatus.CANCELED
    assert await _open_children(product) == {}
    assert product.services.store.maintenance.open_sessions() == []


async def _status(product: Product) -> WorkflowExecutionStatus | None:
    return (await product.handle.describe()).status


async def _open_children(product: Product) -> dict[str, Any]:
    """Children that have not ended, by workflow id."""
    view = product.status()
    ids = [c.workflow_id for c in view.components]
    ids += [view.review.workflow_id if view.review else None]
    descriptions = [
        await product.client.get_workflow_handle(each).describe() for each in ids if each
    ]
    return {d.id: d.status for d in descriptions if d.status == WorkflowExecutionStatus.RUNNING}


def _record_statuses(product: Product) -> dict[str, str]:
    """Status of each child's record, by module; the review's is ``review``."""
    view, sessions = product.status(), product.services.store.sessions
    components = sessions.tree(product.scope, view.session_id).components
    statuses: dict[str, str] = {each.component_module: each.status for each in components}
    if view.review is not None and view.review.session_id is not None:
        statuses["review"] = sessions.get(product.scope, view.review.session_id).status
    return statuses


async def _no_call_runs(simulator: RunningSimulator) -> None:
    await asyncio.to_thread(simulator.wait_until_in_flight, 0, AT_ONCE)


async def test_cancelled_in_initialize_a_session_leaves_nothing_behind(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    slow = {"kind": "slow", "endpoint": "models", "latency": 25, "times": 1, "shared": True}
    async with make_product(faults=[slow]) as (product, _):
        starting = asyncio.create_task(product.start())
        await until_pending(product.client, product.id, "initialize")
        await product.handle.cancel()
        verdict = await asyncio.wait_for(starting, AT_ONCE)
        assert not verdict.accepted
        assert verdict.error == "The session was cancelled."
        with pytest.raises(WorkflowFailureError):
            await asyncio.wait_for(product.handle.result(), AT_ONCE)
        assert await _status(product) == WorkflowExecutionStatus.CANCELED
        assert product.services.store.maintenance.open_sessions() == []
        assert BRANCH not in repository.git("branch", at=repository.origin)

        assert (await product.start(review=False)).accepted
        assert (await product.until_complete()).status == "complete"


async def test_cancelled_while_designing_a_session_stops_its_calls_and_keeps_what_is_done(
    make_product: ProductMaker, repository: TestRepository
) -> None:
    slow = {"kind": "slow", "component": "Feed", "latency": 25, "times": 1, "shared": True}
    async with make_product(faults=[slow]) as (product, simulator):
        await product.start()
        await product.until(lambda view: _states(view) == {"Feed": "running", **_OTHERS_DONE})
        kept = {path: repository.read(path) for path in repository.on_branch()}
        await _end_cancelled(product)
        await _no_call_runs(simulator)
        view = product.status()
        assert view.status == "cancelled"
        assert view.attention is None
        assert _states(view) == {"Feed": "cancelled", **_OTHERS_DONE}
        assert _record_statuses(product)["Shop.Blog.Feed"] == "cancelled"

        calls = len(simulator.read_log("message"))
        await product.start(review=False)
        view = await product.until_complete()
        assert _states(view) == {"Feed": "complete", "Post": "kept", "PostRepository": "kept"}
        again = simulator.read_log("message")[calls:]
        assert {call["component"] for call in again} == {"Shop.Blog.Feed"}
        assert kept.items() <= {p: repository.read(p) for p in repository.on_branch()}.items()


async def test_cancelled_between_two_tries_of_a_call_a_session_ends(
    make_product: ProductMaker,
) -> None:
    limited = {"kind": 429, "component": "Feed", "retry_after": 60}
    async with make_product(faults=[limited]) as (product, simulator):
        await product.start()
        await product.until(lambda view: view.waits_for is not None)
        assert len(simulator.read_log("error")) == 1
        await _end_cancelled(product)
        # The wait that one call was given holds the others too.
        states = _states(product.status())
        assert states["Feed"] == "cancelled"
        assert set(states.values()) <= {"cancelled", "complete"}


async def test_skipping_a_running_component_stops_its_call(make_product: ProductMaker) -> None:
    slow = {"kind": "slow", "component": "Feed", "latency": 25}
    async with make_product(faults=[slow]) as (product, simulator):
        await product.start(review=False)
        await product.until(lambda view: _states(view) == {"Feed": "running", **_OTHERS_DONE})
        await product.update("skip_component", component="Feed", reason="not now")
        view = await product.until_complete(AT_ONCE)
        assert _states(view) == {"Feed": "skipped", **_OTHERS_DONE}
        await _no_call_runs(simulator)
        assert not any(c["component"] == "Shop.Blog.Feed" for c in simulator.read_log("message"))


async def test_cancelled_while_it_waits_for_a_person_a_session_ends(
    make_product: ProductMaker,
) -> None:
    async with make_product(faults=[{"kind": "refusal", "component": "Feed"}]) as (product, _):
        await product.start()
        await product.until_attention()
        await _end_cancelled(product)
        view = product.status()
        assert (view.status, view.attention) == ("cancelled", None)
        assert _states(view) == {"Feed": "failed", **_OTHERS_DONE}


async def test_cancelled_in_its_review_a_session_stops_the_review(
    make_product: ProductMaker,
) -> None:
    slow = {"kind": "slow", "review": True, "latency": 25, "times": 1, "shared": True}
    async with make_product(faults=[slow]) as (product, simulator):
        await product.start()
        await product.until(lambda view: view.step == "SpawnReviewSession")
        await asyncio.to_thread(simulator.wait_until_in_flight, 1)
        await _end_cancelled(product)
        await _no_call_runs(simulator)
        view = product.status()
        assert view.review is not None
        assert (view.status, view.review.state) == ("cancelled", "cancelled")
        assert _record_statuses(product)["review"] == "cancelled"

        await product.start()
        view = await product.until_complete()
        assert set(_states(view).values()) == {"kept"}
        assert view.review is not None
        assert view.review.state == "complete"


async def test_cancelled_in_finalize_a_session_ends_and_the_next_one_has_one_pull_request(
    make_product: ProductMaker,
) -> None:
    with running_github() as github:
        github.add_repository("acme/shop")
        github.fail("POST", "/pulls", Fault(delay=4.0))
        async with make_product(
            GITHUB_TOKEN=VALID_TOKEN,
            GITHUB_BASE_URL=github.base_url,
            DESIGN_GITHUB_REPOSITORY="acme/shop",
        ) as (product, _):
            await product.start(review=False)
            await product.until(lambda view: bool(github.writes()))
            await _end_cancelled(product)
            assert product.status().status == "cancelled"

            await product.start(review=False)
            view = await product.until_complete()
            assert set(_states(view).values()) == {"kept"}
            assert view.pull_request is not None
            assert len(github.pulls("acme/shop")) == 1


@pytest.mark.slow
async def test_cancelled_while_its_worker_is_dead_a_session_ends_when_the_next_one_is_there(
    temporal: Client, temporal_address: str, repository: TestRepository, tmp_path: Path
) -> None:
    with running_simulator(latency=25.0) as simulator:
        settings = product_settings(tmp_path / "data", simulator.base_url)
        with worker_process(tmp_path / "run", settings, temporal=temporal_address) as worker:
            async with product_of_processes(temporal, settings, repository) as product:
                await product.start()
                await asyncio.to_thread(simulator.wait_until_in_flight, 3)
                worker.kill()
                await product.handle.cancel()
                # Until the dead worker's claims have run out, and would be no reason to wait.
                await asyncio.sleep(LEASE)
                worker.start()
                await _end_cancelled(product, patience=25.0)
                view = product.status()
                assert set(_states(view).values()) == {"cancelled"}
                assert simulator.read_log("message") == []
                assert simulator.engine.abandoned == 3, "no call was begun for nothing"
                for component in view.components:
                    child = product.client.get_workflow_handle(str(component.workflow_id))
                    assert (await child.describe()).status == WorkflowExecutionStatus.CANCELED


@pytest.mark.slow
async def test_a_terminated_session_is_closed_when_a_worker_starts(
    make_product: ProductMaker, temporal_address: str, tmp_path: Path, temporal: Client
) -> None:
    async with make_product(latency=5.0) as (product, simulator):
        await product.start()
        await asyncio.to_thread(simulator.wait_until_in_flight, 3)
        await product.handle.terminate("by hand")
        assert len(product.services.store.maintenance.open_sessions()) == 1

        with worker_process(tmp_path / "run", product.settings, temporal=temporal_address):
            assert product.services.store.maintenance.open_sessions() == []
        view = product.status()
        assert view.status == "cancelled"
        assert set(_record_statuses(product).values()) == {"cancelled"}
        await _no_call_runs(simulator)


async def test_listing_closes_the_record_of_a_session_that_was_terminated_without_a_worker(
    make_product: ProductMaker,
) -> None:
    async with make_product(latency=5.0) as (product, simulator):
        await product.start()
        await asyncio.to_thread(simulator.wait_until_in_flight, 3)
        await product.handle.terminate("by hand")

        listed = await run_client(product, "list", "--json")
        assert [session["status"] for session in json.loads(listed.out)] == ["cancelled"]
        assert product.services.store.maintenance.open_sessions() == []
        status = await run_client(product, "status", product.id)
        assert (status.code, "was terminated" in status.out) == (1, True)


_OTHERS_DONE = {"Post": "complete", "PostRepository": "complete"}


def _states(view: SessionStatusView) -> dict[str, str]:
    return {c.name: c.state for c in view.components}
