"""What a simulated model answers, and how it looks on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.thinking import signature_of
from simulator.usage import InputUsage, count_tokens

_DELTA_CHARACTERS = 240


@dataclass(frozen=True)
class Answer:
    """The content of one response and why it stopped."""

    content: list[dict[str, Any]]
    stop_reason: str
    stop_details: dict[str, Any] | None = None
    cut: dict[int, str] = field(default_factory=dict)
    """JSON text of tool inputs that were cut off, by the index of their block."""

    @property
    def output_tokens(self) -> int:
        """Never zero, as with the real API, which counts what surrounds the content too."""
        return 3 + sum(count_tokens(len(_text_of(block))) for block in self.content)


def text_block(text: str) -> dict[str, Any]:
    """A block of text."""
    return {"type": "text", "text": text}


def tool_use_block(identifier: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A call of one of the request's tools."""
    return {"type": "tool_use", "id": identifier, "name": name, "input": arguments}


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
    for block in answer.content:
        text = _text_of(block)
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
    for index, block in enumerate(answer.content):
        yield event("content_block_start", {"index": index, "content_block": _empty(block)})
        for delta in _deltas(block, answer.cut.get(index)):
            yield event("content_block_delta", {"index": index, "delta": delta})
        yield event("content_block_stop", {"index": index})
    yield event(
        "message_delta",
        {
            "delta": {
                "stop_reason": answer.stop_reason,
                "stop_sequence": None,
                "stop_details": answer.stop_details,
            },
            "usage": {"output_tokens": answer.output_tokens},
        },
    )
    yield event("message_stop", {})


def event(name: str, data: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode()


def _text_of(block: dict[str, Any]) -> str:
    if block["type"] == "tool_use":
        return json.dumps(block["input"])
    return str(block.get("text") or block.get("thinking") or "")


def _empty(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] == "tool_use":
        return {**block, "input": {}}
    if block["type"] == "thinking":
        return {"type": "thinking", "thinking": "", "signature": ""}
    return {"type": "text", "text": ""}


def _deltas(block: dict[str, Any], cut: str | None) -> Iterator[dict[str, Any]]:
    text = _text_of(block) if cut is None else cut
    pieces = [text[i : i + _DELTA_CHARACTERS] for i in range(0, len(text), _DELTA_CHARACTERS)]
    if block["type"] == "tool_use":
        for piece in ["", *pieces]:
            yield {"type": "input_json_delta", "partial_json": piece}
    elif block["type"] == "thinking":
        for piece in pieces:
            yield {"type": "thinking_delta", "thinking": piece}
        yield {"type": "signature_delta", "signature": block["signature"]}
    else:
        for piece in pieces:
            yield {"type": "text_delta", "text": piece}
