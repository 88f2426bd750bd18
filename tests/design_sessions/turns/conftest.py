from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from design_sessions.store import Store
from design_sessions.turns import claimed_call, leases
from design_sessions.turns.running_calls import wait_for_running_calls as all_recorded
from tests.support.stores import SCOPE, start_components, start_session
from tests.support.turns import (
    MODULE,
    OPENING,
    SYSTEM,
    World,
)


@pytest.fixture
async def world(store: Store) -> AsyncIterator[World]:
    parent_id = start_session(store)
    session_id = start_components(store, parent_id)[MODULE]
    store.conversations.open(
        SCOPE,
        session_id,
        number=1,
        attempt=1,
        reason="",
        system=SYSTEM,
        tools=[{"name": "submit_design"}],
        opening=OPENING,
        model="claude-sonnet-5-5",
        commit="a" * 40,
    )
    yield World(store, parent_id, session_id)
    await all_recorded()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimed_call, "_POLL", 0.02)
    monkeypatch.setattr(leases, "RENEWAL", 0.05)
