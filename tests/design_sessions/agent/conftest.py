from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from design_sessions.agent import claimed_call
from design_sessions.agent.model_client import ModelClient, ModelRequest
from design_sessions.agent.turns import running_calls as all_recorded
from design_sessions.store import Store
from tests.support.scripted_endpoint import ScriptedEndpoint, make_settings, scripted_endpoint
from tests.support.stores import SCOPE, start_components, start_session
from tests.support.turns import (
    MODULE,
    OPENING,
    SYSTEM,
    World,
)


@pytest.fixture
async def endpoint() -> AsyncIterator[ScriptedEndpoint]:
    async with scripted_endpoint() as scripted:
        yield scripted


@pytest.fixture
async def client(endpoint: ScriptedEndpoint) -> AsyncIterator[ModelClient]:
    opened = ModelClient(make_settings(endpoint.url))
    yield opened
    await opened.close()


@pytest.fixture
def model_request() -> ModelRequest:
    return ModelRequest(
        model="claude-sonnet-5-5",
        system=[{"type": "text", "text": "You are an architect."}],
        tools=[],
        messages=[{"role": "user", "content": [{"type": "text", "text": "Design it."}]}],
        max_tokens=1000,
    )


@pytest.fixture
async def world(store: Store) -> AsyncIterator[World]:
    parent_id = start_session(store)
    session_id = start_components(store, parent_id)[MODULE]
    store.open_conversation(
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
    monkeypatch.setattr(claimed_call, "RENEWAL", 0.05)
