"""The conversation that the endpoint has with everybody: five reads, then a valid design.

An answer follows from the request alone: how many answers it holds already, which tools it offers,
which component it names. The design has every section that the request's definition asks for.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from benchmarks.material import READS, note_path
from simulator.answers import event
from simulator.definition_text import DEFAULT_SECTIONS, wanted_sections
from simulator.drafts import Subject, write_draft
from simulator.tools_offered import ToolUse, tools_of

_COMPONENT = re.compile(r"^Component: (?P<module>[\w.]+) \((?P<type>\w+)\)", re.M)
_THOUGHT = (
    "I have read what was asked for so far and compare it with the design of the context. The "
    "names agree; what is still open is who calls this component, with which arguments, and what "
    "it answers when something is missing. I look at the next document before I decide."
)
_TEXT_PIECE = 100
_INPUT_PIECE = 400
"""Characters of one delta."""
_numbers = itertools.count(1)


class Scripted(NamedTuple):
    """One answer: its events as they are sent, and whether it submits a design."""

    events: list[bytes]
    submission: bool


def answer_to(request: dict[str, Any], request_bytes: int) -> Scripted:
    """The next answer of a conversation.

    Args:
        request: the body of a Messages API request.
        request_bytes: its size, from which the tokens of the input are estimated.
    """
    answers = sum(message["role"] == "assistant" for message in request["messages"])
    tools = tools_of(request.get("tools") or [])
    submission = tools.submit is not None and (answers >= READS or tools.read is None)
    call: ToolUse | None = None
    if submission:
        call = tools.submitting(document=design(request))
    elif tools.read is not None:
        call = tools.reading(note_path(answers + 1))
    start = _message_start(request["model"], request_bytes // 4)
    name, arguments = call or ("", {})
    return Scripted([start, *_events(name, json.dumps(arguments), answers)], submission)


def design(request: dict[str, Any]) -> str:
    """A valid design of the component that the opening message names."""
    found = _COMPONENT.search(_text(request["messages"][0]["content"]))
    module, kind = (found["module"], found["type"]) if found else ("Component", "other")
    return _design(module, kind, _text(request.get("system") or ""))


@lru_cache(maxsize=64)
def _design(module: str, kind: str, system: str) -> str:
    sections = wanted_sections(system) or DEFAULT_SECTIONS
    return write_draft(Subject(module, kind, description=_THOUGHT), sections)


@lru_cache(maxsize=64)
def _events(name: str, arguments: str, answers: int) -> list[bytes]:
    """A text and, unless ``name`` is empty, a call of that tool; the reads are the same for all."""
    events = list(
        _block(0, {"type": "text", "text": ""}, "text_delta", "text", _THOUGHT, _TEXT_PIECE)
    )
    if name:
        empty = {"type": "tool_use", "id": f"toolu_{answers:04}", "name": name, "input": {}}
        events += _block(1, empty, "input_json_delta", "partial_json", arguments, _INPUT_PIECE)
    delta = {"stop_reason": "tool_use" if name else "end_turn", "stop_sequence": None}
    usage = {"output_tokens": (len(_THOUGHT) + len(arguments)) // 4}
    return [
        *events,
        event("message_delta", {"delta": delta, "usage": usage}),
        event("message_stop", {}),
    ]


def _block(
    index: int, empty: dict[str, Any], delta: str, field: str, text: str, size: int
) -> Iterator[bytes]:
    yield event("content_block_start", {"index": index, "content_block": empty})
    for start in range(0, len(text), size):
        piece = {"type": delta, field: text[start : start + size]}
        yield event("content_block_delta", {"index": index, "delta": piece})
    yield event("content_block_stop", {"index": index})


def _message_start(model: str, input_tokens: int) -> bytes:
    message: dict[str, Any] = {
        "id": f"msg_{next(_numbers):08}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": input_tokens, "output_tokens": 1},
    }
    return event("message_start", {"message": message}) + event("ping", {})


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(block.get("text", "") for block in content)
