"""The events and blocks of one answer, mended where an endpoint falls short of the API.

Compatible endpoints leave usage out, which the SDK's accumulator does not forgive, and nothing
bounds how much content it gathers.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from anthropic import AsyncStream
from anthropic.types import MessageDeltaUsage, RawMessageStreamEvent, Usage

from design_sessions.agent.endpoint_http import OversizedAnswerError

MAX_CONTENT_CHARACTERS = 8 * 1024 * 1024
"""Of one answer's text, thinking and tool inputs: more than fits any window, little enough to be
kept in a conversation and sent again."""


class MessageEvents:
    """Stands in for the SDK's stream of one answer; what it does not define is the stream's."""

    def __init__(self, stream: AsyncStream[RawMessageStreamEvent]) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    async def __aiter__(self) -> AsyncIterator[RawMessageStreamEvent]:
        output_tokens = 0
        characters = 0
        async for event in self._stream:
            # Nothing is validated on the way here: what the types promise may be missing.
            if event.type == "message_start":
                usage: object = event.message.usage
                if not isinstance(usage, Usage):
                    event.message.usage = Usage.model_construct(input_tokens=0, output_tokens=0)
                output_tokens = event.message.usage.output_tokens
            elif event.type == "message_delta":
                counted: object = event.usage
                if not isinstance(counted, MessageDeltaUsage):
                    event.usage = MessageDeltaUsage.construct(output_tokens=output_tokens)
            elif event.type == "content_block_delta":
                characters += _length(event.delta)
                if characters > MAX_CONTENT_CHARACTERS:
                    raise OversizedAnswerError(
                        f"more than {MAX_CONTENT_CHARACTERS:,} characters in one answer"
                    )
            yield event


def encodable(value: Any) -> Any:
    """``value`` without lone surrogates: JSON can hold them, but they could never be sent again."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, list):
        return [encodable(item) for item in value]
    if isinstance(value, dict):
        return {encodable(key): encodable(item) for key, item in value.items()}
    return value


def checked_content(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of an answer as they came, but for what no later request could carry.

    Raises:
        ValueError: a block that nothing could answer: it would break the transcript for good.
    """
    content: list[dict[str, Any]] = encodable(list(blocks))
    for block in content:
        if not isinstance(block.get("type"), str):
            raise ValueError("a content block without a type")
        if block["type"] == "tool_use":
            id_, name = block.get("id"), block.get("name")
            if not isinstance(id_, str) or not id_ or not isinstance(name, str) or not name:
                raise ValueError("a tool call without id or name")
    return content


def _length(delta: object) -> int:
    parts = (getattr(delta, name, None) for name in ("text", "partial_json", "thinking"))
    return sum(len(part) for part in parts if isinstance(part, str))
