"""What the Messages API demands of the list of messages."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

from simulator.api_errors import invalid_request

_BLOCK_TYPES = frozenset(
    [
        *("text", "image", "document", "tool_use", "tool_result", "thinking"),
        *("redacted_thinking", "search_result", "server_tool_use", "web_search_tool_result"),
        *("container_upload",),
    ]
)


_TOOL_USE_FIELDS = (("id", str), ("name", str), ("input", dict))


def signature_of(thinking: str) -> str:
    """The signature of a thinking block with this text; a changed replay is noticed by it."""
    return "simulated-" + hashlib.sha256(thinking.encode()).hexdigest()[:32]


def check_messages(messages: object) -> None:
    """Refuse messages with 400 where the API would.

    Raises:
        ApiError: naming the message and the fault.
    """
    if not isinstance(messages, list):
        raise invalid_request("messages: Input should be a valid list")
    if not messages:
        raise invalid_request("messages: at least one message is required")
    previous: dict[str, Any] | None = None
    for index, message in enumerate(messages):
        _check_role(index, message, previous)
        _check_content(index, message["content"])
        _check_results(index, message, previous)
        previous = message
    last = messages[-1]
    if last["role"] == "assistant":
        raise invalid_request(
            "This model does not support assistant message prefill. "
            "The conversation must end with a user message."
        )
    identifiers = [i for message in messages for i in _tool_use_ids(message)]
    if len(set(identifiers)) < len(identifiers):
        raise invalid_request("messages: `tool_use` ids must be unique")


def content_blocks(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a message; a string is one text block."""
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _check_role(index: int, message: object, previous: dict[str, Any] | None) -> None:
    if not isinstance(message, dict):
        raise invalid_request(f"messages.{index}: Input should be a valid dictionary")
    for name in ("role", "content"):
        if name not in message:
            raise invalid_request(f"messages.{index}.{name}: Field required")
    role = message["role"]
    if role not in ("user", "assistant"):
        raise invalid_request(
            f'messages: Unexpected role "{role}". '
            'Allowed roles are "user" or "assistant"; the system prompt is a top-level parameter.'
        )
    if previous is None and role != "user":
        raise invalid_request('messages: first message must use the "user" role')
    if previous is not None and previous["role"] == role:
        raise invalid_request(
            f'messages: roles must alternate between "user" and "assistant", '
            f'but found multiple "{role}" roles in a row'
        )


def _check_content(index: int, content: object) -> None:
    if not isinstance(content, str | list):
        raise invalid_request(f"messages.{index}.content: Input should be a valid list")
    if not content:
        raise invalid_request(f"messages.{index}: all messages must have non-empty content")
    if isinstance(content, str):
        return
    for place, block in enumerate(content):
        where = f"messages.{index}.content.{place}"
        if not isinstance(block, dict) or block.get("type") not in _BLOCK_TYPES:
            raise invalid_request(f"{where}.type: Input should be a known type of block")
        if block["type"] == "text" and not str(block.get("text", "")).strip():
            raise invalid_request("messages: text content blocks must be non-empty")
        for name, kind in _TOOL_USE_FIELDS if block["type"] == "tool_use" else ():
            if not isinstance(block.get(name), kind):
                raise invalid_request(f"{where}.tool_use.{name}: Field required")
        if block["type"] == "tool_result" and not isinstance(block.get("tool_use_id"), str):
            raise invalid_request(f"{where}.tool_result.tool_use_id: Field required")
        if block["type"] == "thinking" and block.get("signature") != signature_of(
            str(block.get("thinking", ""))
        ):
            raise invalid_request(f"{where}: Invalid `signature` in `thinking` block")


def _check_results(index: int, message: dict[str, Any], previous: dict[str, Any] | None) -> None:
    if message["role"] != "user":
        return
    asked = [] if previous is None else _tool_use_ids(previous)
    blocks = content_blocks(message)
    results = itertools.takewhile(lambda block: block["type"] == "tool_result", blocks)
    leading = {block["tool_use_id"] for block in results}
    missing = [identifier for identifier in asked if identifier not in leading]
    if missing:
        raise invalid_request(
            f"messages.{index - 1}: `tool_use` ids were found without `tool_result` blocks "
            f"immediately after: {', '.join(missing)}. Each `tool_use` block must have a "
            "corresponding `tool_result` block in the next message."
        )
    for place, block in enumerate(blocks):
        if block["type"] == "tool_result" and block["tool_use_id"] not in asked:
            raise invalid_request(
                f"messages.{index}.content.{place}: unexpected `tool_use_id` found in "
                f"`tool_result` blocks: {block['tool_use_id']}. Each `tool_result` block must "
                "have a corresponding `tool_use` block in the previous message."
            )


def _tool_use_ids(message: dict[str, Any]) -> list[str]:
    return [block["id"] for block in content_blocks(message) if block["type"] == "tool_use"]
