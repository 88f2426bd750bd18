"""When a background worker ends, with a stand-in for the server's list of workflows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from design_sessions.settings import Settings
from design_sessions.status import Attention
from design_sessions.store import Store
from hosting.idleness import retire_when_idle, something_runs
from hosting.registered_workers import Registration, find_workers, worker_start_lock
from tests.hosting.test_registered_workers import WORKER
from tests.support.stores import SCOPE, WORKFLOW_ID, start_session, view_of

WAITS = Attention(
    step="Finalize", kind="pull_request", reason="Refused.", since="2026-01-01T00:00:00+00:00"
)


class Server:
    """The workflows that run on it."""

    def __init__(self, *ids: str) -> None:
        self.ids = list(ids)

    def list_workflows(self, query: str) -> AsyncIterator[Any]:
        async def listed() -> AsyncIterator[Any]:
            for each in self.ids:
                yield SimpleNamespace(id=each)

        return listed()


@pytest.fixture
def session(store: Store) -> UUID:
    return start_session(store)


async def runs(server: Server, store: Store) -> bool:
    client: Any = server
    return await something_runs(client, "context-design", store)


async def test_a_session_runs_until_it_waits_for_a_person(store: Store, session: UUID) -> None:
    server = Server(WORKFLOW_ID)
    running = await runs(server, store)

    store.sessions.publish_status(SCOPE, session, view_of(session, attention=WAITS))

    assert running
    assert not await runs(server, store)


async def test_a_session_that_waits_for_so_long_only_needs_a_worker_then(
    store: Store, session: UUID
) -> None:
    state = store.sessions.parent(SCOPE, session).state
    state.order.wait_limit = 3600.0
    store.sessions.save_state(SCOPE, session, state)
    store.sessions.publish_status(SCOPE, session, view_of(session, attention=WAITS))

    assert await runs(Server(WORKFLOW_ID), store)


async def test_a_session_without_a_record_is_just_starting_or_ending(store: Store) -> None:
    assert await runs(Server("context-design/default/x/Just.Starting"), store)
    assert not await runs(Server(), store)


async def test_a_worker_without_work_retires(store: Store, tmp_path: Path) -> None:
    registration = Registration(tmp_path / "data")
    registration.publish(WORKER)

    await asyncio.wait_for(watched(registration, tmp_path, store), 20)

    (found,) = find_workers(tmp_path / "data")
    assert found.stopping
    registration.remove()


async def test_a_worker_that_a_command_is_about_to_use_stays(store: Store, tmp_path: Path) -> None:
    registration = Registration(tmp_path / "data")
    registration.publish(WORKER)
    async with worker_start_lock(tmp_path / "data"):
        watching = asyncio.create_task(watched(registration, tmp_path, store))
        await asyncio.sleep(0.2)
        (found,) = find_workers(tmp_path / "data")
        assert not watching.done()
        assert not found.stopping
    await asyncio.wait_for(watching, 20)
    registration.remove()


async def watched(registration: Registration, tmp_path: Path, store: Store) -> None:
    settings = Settings(
        environment={"DESIGN_WORKER_IDLE_TIMEOUT": "0.02"}, data_directory=tmp_path / "data"
    )
    client: Any = Server()
    await retire_when_idle(settings, client, store, registration)
