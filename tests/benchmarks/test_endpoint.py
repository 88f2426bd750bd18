"""The benchmark's endpoint speaks the Messages API and submits designs that are valid."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import anthropic
import pytest

from benchmarks.endpoint.connection import Connection, Endpoint
from benchmarks.endpoint.figures import Figures
from benchmarks.endpoint.script import design
from benchmarks.material import CONTEXT, CONTEXT_PATH, TURNS, component, context_document
from benchmarks.scripts.conversation import (
    MODEL,
    SYSTEM,
    TOOLS,
    next_answer,
    opening,
    results_of,
)
from design_sessions.agent.prompts import design_opening, design_system
from design_sessions.context_document.reading import read_context
from design_sessions.definitions import describe
from design_sessions.definitions.builtin import builtin_definition
from design_sessions.design_document.examination import examine_design
from simulator.models import ModelCatalogue
from simulator.requests import parse_request
from tests.support.memory_snapshot import MemorySnapshot

COMPONENTS = 4


@pytest.fixture
async def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
async def client(endpoint: Endpoint) -> AsyncIterator[anthropic.AsyncAnthropic]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(endpoint), "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with anthropic.AsyncAnthropic(api_key="k", base_url=address, max_retries=0) as made:
        yield made
    server.close()
    await server.wait_closed()


async def test_a_conversation_reads_and_then_submits(
    endpoint: Endpoint, client: anthropic.AsyncAnthropic
) -> None:
    messages = [opening(1, COMPONENTS)]
    while True:
        answer = await next_answer(client, messages)
        results = results_of(answer)
        messages.append(answer)
        if results is None:
            break
        messages.append(results)

    assert len(messages) == 2 * TURNS
    assert messages[-1]["content"][-1]["input"]["document"].startswith(f"# {CONTEXT}.Part0001\n")
    figures = endpoint.figures
    assert (figures.answered, figures.submissions, figures.under_way) == (TURNS, 1, 0)
    assert figures.most_under_way == 1


async def test_models_are_known(client: anthropic.AsyncAnthropic) -> None:
    assert (await client.models.retrieve(MODEL)).id == MODEL
    with pytest.raises(anthropic.NotFoundError):
        await client.models.retrieve("none")


async def test_a_client_that_goes_away_is_not_counted_as_answered(
    endpoint: Endpoint, client: anthropic.AsyncAnthropic
) -> None:
    gone = asyncio.Event()

    class WatchedFigures(Figures):
        def abandon(self) -> None:
            super().abandon()
            gone.set()

    endpoint.figures = WatchedFigures(latency=60.0)
    stream = await client.messages.create(
        model=MODEL,
        max_tokens=100,
        messages=[{"role": "user", "content": "Hello."}],
        stream=True,
    )
    await stream.close()
    async with asyncio.timeout(10):
        await gone.wait()

    figures = endpoint.figures
    assert (figures.answered, figures.abandoned, figures.under_way) == (0, 1, 0)


@pytest.mark.parametrize("number", range(1, COMPONENTS + 1))
def test_the_submitted_design_is_valid(number: int) -> None:
    files = MemorySnapshot({CONTEXT_PATH: context_document(COMPONENTS)})
    designed = read_context(files, CONTEXT).components[number - 1]
    definition = builtin_definition("design", designed.type)
    first = design_opening(
        project="shop", context_module=CONTEXT, context_path=CONTEXT_PATH, component=designed
    )
    request = {
        "system": design_system(rules="", definition=describe(definition)),
        "messages": [{"role": "user", "content": first}],
    }

    assert designed.module == f"{CONTEXT}.{component(number)[0]}"
    assert examine_design(design(request), definition=definition, module=designed.module) == []


def test_the_scripts_send_what_the_api_accepts() -> None:
    request = {
        "model": MODEL,
        "max_tokens": 1,
        "system": SYSTEM,
        "tools": TOOLS,
        "messages": [opening(1, COMPONENTS)],
    }

    assert parse_request(json.dumps(request).encode(), ModelCatalogue()).messages
