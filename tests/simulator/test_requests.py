from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.api_errors import ApiError
from simulator.models import ModelCatalogue
from simulator.requests import check_credentials, parse_request

USER = {"role": "user", "content": "Hello"}
CALL = {
    "role": "assistant",
    "content": [{"type": "tool_use", "id": "t1", "name": "read_file", "input": {}}],
}
RESULT = {
    "role": "user",
    "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "text"}],
}


def request(**changes: Any) -> bytes:
    fields = {"model": "claude-opus-4-8", "max_tokens": 100, "messages": [USER], **changes}
    return json.dumps({name: value for name, value in fields.items() if value is not None}).encode()


def test_a_sound_request_is_understood() -> None:
    parsed = parse_request(
        request(messages=[USER, CALL, RESULT], system="Be brief.", stream=True), ModelCatalogue()
    )
    assert parsed.stream
    assert parsed.system == [{"type": "text", "text": "Be brief."}]
    assert not parsed.warm_up


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"model": None}, 400, "model: Field required"),
        ({"max_tokens": None}, 400, "max_tokens: Field required"),
        ({"max_tokens": 10_000_000}, 400, "maximum allowed number of output tokens"),
        ({"max_tokens": 0, "stream": True}, 400, "not supported with stream"),
        ({"messages": []}, 400, "at least one message"),
        ({"model": "gpt-unknown"}, 404, "model: gpt-unknown"),
        ({"colour": "red"}, 400, "Extra inputs"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "Unexpected role"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, 400, "first message"),
        ({"messages": [USER, USER]}, 400, "roles must alternate"),
        ({"messages": [{"role": "user", "content": []}]}, 400, "non-empty"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]},
            400,
            "text content blocks must be non-empty",
        ),
        ({"messages": [USER, CALL, USER]}, 400, "without `tool_result` blocks"),
        ({"messages": [USER, {"role": "assistant", "content": "x"}, RESULT]}, 400, "unexpected"),
        ({"messages": [RESULT]}, 400, "unexpected `tool_use_id`"),
        ({"messages": [USER, CALL, RESULT, CALL, RESULT]}, 400, "must be unique"),
        ({"messages": [USER, {"role": "assistant", "content": "x"}]}, 400, "prefill"),
        ({"system": [{"type": "text", "text": ""}]}, 400, "non-empty"),
        ({"tools": [{"name": "no schema"}]}, 400, "should match pattern"),
        ({"tools": [{"name": "a", "input_schema": {}}]}, 400, "input_schema.type"),
        (
            {"tools": [{"name": "a", "strict": True, "input_schema": {"type": "object"}}]},
            400,
            "additionalProperties",
        ),
        ({"output_config": {"effort": "heroic"}}, 400, "effort"),
        (
            {"model": "claude-opus-5-5", "tool_choice": {"type": "any"}},
            400,
            "tool_choice: type any is not supported",
        ),
        ({"model": "claude-opus-5-5", "temperature": 1}, 400, "temperature: not supported"),
    ],
)
def test_a_request_that_cannot_be_right_is_refused(
    changes: dict[str, Any], status: int, words: str
) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_request(request(**changes), ModelCatalogue())
    assert refusal.value.status == status
    assert words.lower() in refusal.value.message.lower()


def test_a_changed_thinking_block_is_refused() -> None:
    thought = {"type": "thinking", "thinking": "other words", "signature": "simulated-of-before"}
    messages = [USER, {"role": "assistant", "content": [thought]}, USER]
    with pytest.raises(ApiError, match="Invalid `signature`"):
        parse_request(request(messages=messages), ModelCatalogue())


@pytest.mark.parametrize("body", [b"not json", b"[]"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(ApiError):
        parse_request(body, ModelCatalogue())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"anthropic-version": "2023-06-01"}, 401),
        ({"authorization": "Bearer invalid", "anthropic-version": "2023-06-01"}, 401),
        ({"x-api-key": "k"}, 400),
    ],
)
def test_credentials_are_wanted(headers: dict[str, str], status: int) -> None:
    with pytest.raises(ApiError) as refusal:
        check_credentials(headers)
    assert refusal.value.status == status
