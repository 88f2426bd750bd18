from __future__ import annotations

from typing import Any

import anthropic
import pytest


async def test_known_models_are_described(start: Any, connect: Any) -> None:
    client = connect(start())
    model = await client.models.retrieve("claude-sonnet-5-5")
    assert model.max_input_tokens > 100_000
    assert "simulated" in model.display_name
    listed = [entry.id async for entry in client.models.list()]
    assert {"claude-sonnet-5-5", "claude-opus-5-5"} <= set(listed)


async def test_an_unknown_model_is_not_found(start: Any, connect: Any) -> None:
    with pytest.raises(anthropic.NotFoundError):
        await connect(start()).models.retrieve("claude-imaginary-9")


async def test_a_refused_key(start: Any, connect: Any) -> None:
    with pytest.raises(anthropic.AuthenticationError):
        await connect(start(), "invalid").models.retrieve("claude-sonnet-5-5")


async def test_a_fault_can_concern_the_models_alone(start: Any, connect: Any) -> None:
    client = connect(start(faults=[{"kind": 404, "endpoint": "models"}]))
    with pytest.raises(anthropic.NotFoundError):
        await client.models.retrieve("claude-sonnet-5-5")
    answer = await client.messages.create(
        model="claude-sonnet-5-5", max_tokens=99, messages=[{"role": "user", "content": "Hi"}]
    )
    assert answer.stop_reason == "end_turn"


async def test_tokens_are_counted(start: Any, connect: Any) -> None:
    client = connect(start())
    counted = await client.messages.count_tokens(
        model="claude-sonnet-5-5", messages=[{"role": "user", "content": "word " * 400}]
    )
    assert 500 <= counted.input_tokens <= 520


async def test_a_model_of_the_faults_file_is_known(start: Any, connect: Any) -> None:
    faults = {"model": [{"id": "my-model", "max_input_tokens": 12_345}]}
    model = await connect(start(faults=faults)).models.retrieve("my-model")
    assert model.max_input_tokens == 12_345
