"""What a simulated model answers, and how it looks on the wire."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from simulator.message_checks import signature_of
from simulator.tools_offered import ToolUse
from simulator.usage import InputUsage, count_tokens

_DELTA_CHARACTERS = 800
_ON_THE_WIRE: dict[str, tuple[dict[str, Any], str, str]] = {
    "text": ({"text": ""}, "text_delta", "text"),
    "tool_use": ({"input": {}}, "input_json_delta", "partial_json"),
    "thinking": ({"thinking": "", "signature": ""}, "thinking_delta", "thinking"),
}
"""By type of block: what is empty in it at its start, and the type and the field of its deltas."""


@dataclass(frozen=True)
class Answer:
    """The content of one response and why it stopped."""

    content: list[dict[str, Any]]
    stop_reason: str
    stop_details: dict[str, Any] | None = None
    cut: dict[int, str] = field(default_factory=dict)
    """JSON text of tool inputs that were cut off, by the index of their block."""

    @cached_property
    def texts(self) -> list[str]:
        """What is sent of each block: its text, its thinking, or the JSON text of its input."""
        return [self.cut.get(i) or _text_of(block) for i, block in enumerate(self.content)]

    @cached_property
    def output_tokens(self) -> int:
        """Never zero, as with the real API, which counts what surrounds the content too."""
        return 3 + sum(count_tokens(len(text)) for text in self.texts)


def text_block(text: str) -> dict[str, Any]:
    """A block of text."""
    return {"type": "text", "text": text}


def tool_answer(words: str, calls: list[ToolUse], subject: str) -> Answer:
    """A short text and calls (tool name and arguments) in one answer.

    Args:
        subject: what tells this answer from others; the same subject gives the same ids.
    """
    digest = hashlib.sha256(subject.encode()).hexdigest()[:18]
    uses = [
        {"type": "tool_use", "id": f"toolu_sim_{digest}{i:02}", "name": name, "input": arguments}
        for i, (name, arguments) in enumerate(calls)
    ]
    return Answer([text_block(words), *uses], "tool_use")


def with_thinking(answer: Answer, thought: str) -> Answer:
    """The same answer with a signed thinking block before it."""
    block = {"type": "thinking", "thinking": thought, "signature": signature_of(thought)}
    return replace(answer, content=[block, *answer.content])


def cut_to(answer: Answer, max_tokens: int) -> Answer:
    """The answer as it is when ``max_tokens`` runs out, unchanged if it does not."""
    if answer.output_tokens <= max_tokens:
        return answer
    content: list[dict[str, Any]] = []
    cut: dict[int, str] = {}
    left = max(4, (max_tokens - 3) * 4)
    for block, text in zip(answer.content, answer.texts, strict=True):
        if len(text) <= left:
            content.append(block)
            left -= len(text)
            continue
        if left > 0 and block["type"] == "tool_use":
            cut[len(content)] = text[:left]
            content.append({**block, "input": {}})
        elif left > 0 and block["type"] == "text":
            content.append({**block, "text": text[:left]})
        break
    return Answer(content, "max_tokens", cut=cut)


def message_json(
    answer: Answer, *, identifier: str, model: str, usage: InputUsage, output_tokens: int
) -> dict[str, Any]:
    """The body of a response that is not streamed."""
    return {
        "id": identifier,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": answer.content,
        "stop_reason": answer.stop_reason,
        "stop_sequence": None,
        "stop_details": answer.stop_details,
        "usage": usage.as_json(output_tokens),
    }


def stream_events(
    answer: Answer, *, identifier: str, model: str, usage: InputUsage
) -> Iterator[bytes]:
    """The server-sent events of a streamed response, in the order of the API."""
    start = message_json(
        Answer([], ""), identifier=identifier, model=model, usage=usage, output_tokens=1
    )
    yield event("message_start", {"message": {**start, "stop_reason": None}})
    yield event("ping", {})
    for index, (block, text) in enumerate(zip(answer.content, answer.texts, strict=True)):
        empty = block | _ON_THE_WIRE[block["type"]][0]
        yield event("content_block_start", {"index": index, "content_block": empty})
        for delta in _deltas(block, text):
            yield event("content_block_delta", {"index": index, "delta": delta})
        yield event("content_block_stop", {"index": index})
    end = {
        "stop_reason": answer.stop_reason,
        "stop_sequence": None,
        "stop_details": answer.stop_details,
    }
    yield event("message_delta", {"delta": end, "usage": {"output_tokens": answer.output_tokens}})
    yield event("message_stop", {})


def event(name: str, data: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode()


def _text_of(block: dict[str, Any]) -> str:
    if block["type"] == "tool_use":
        return json.dumps(block["input"])
    return str(block.get("text") or block.get("thinking") or "")


def _deltas(block: dict[str, Any], text: str) -> Iterator[dict[str, Any]]:
    _, kind, name = _ON_THE_WIRE[block["type"]]
    if block["type"] == "tool_use":
        yield {"type": kind, name: ""}
    for start in range(0, len(text), _DELTA_CHARACTERS):
        yield {"type": kind, name: text[start : start + _DELTA_CHARACTERS]}
    if block["type"] == "thinking":
        yield {"type": "signature_delta", "signature": block["signature"]}
