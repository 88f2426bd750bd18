from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from tests.support.scripted_endpoint import (
    REQUEST,
    ScriptedEndpoint,
    make_settings,
    scripted_endpoint,
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
    return REQUEST
