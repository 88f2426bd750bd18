"""One answer, gathered from its events.

The blocks are kept as received. Only what no later request could carry is fixed, since a transcript
is sent again with every turn: a missing or repeated id of a tool call, input that is not a JSON
object, lone surrogates. A block that nothing can be made of becomes a text that says so: the answer
is paid for, and the model is told instead of being asked the same once more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn
from uuid import uuid4

from design_sessions.endpoint.http_client import OversizedAnswerError
from design_sessions.endpoint.message_events import Event
from design_sessions.endpoint.messages import INVALID_JSON
from design_sessions.status import Usage

MAX_CONTENT_CHARACTERS = 8 * 1024 * 1024
"""Of one answer's text, thinking and tool inputs: more than fits any window, little enough to be
kept in a conversation and sent again."""

_DEEPEST = 64
"""Levels of nesting in a block; the tools of this product have three."""
_MOST_TOKENS = 10_000_000
"""Of one kind in one answer; an endpoint that counts more than any window holds counts nonsense."""
_PIECES = {"text_delta": "text", "thinking_delta": "thinking", "input_json_delta": "partial_json"}
_CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})
_BLOCKS_OF = {
    "text_delta": frozenset({"text"}),
    "citations_delta": frozenset({"text"}),
    "thinking_delta": frozenset({"thinking"}),
    "signature_delta": frozenset({"thinking"}),
    "input_json_delta": _CALLS,
}
"""The blocks that each kind of delta adds to."""
_COUNTS = {
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "cache_read_input_tokens": "cache_read_tokens",
    "cache_creation_input_tokens": "cache_write_tokens",
}


class _Block:
    """One content block and the pieces that came for it."""

    def __init__(self, start: dict[str, Any]) -> None:
        self.start = start
        self.pieces: dict[str, list[str]] = {}

    def whole(self) -> dict[str, Any]:
        block = dict(self.start)
        for name in ("text", "thinking"):
            if name in self.pieces:
                begun = block.get(name)
                block[name] = "".join([begun if isinstance(begun, str) else "", *self.pieces[name]])
        if block.get("type") in _CALLS:
            block["input"] = _input("".join(self.pieces.get("partial_json", [])), block)
        return block


class MessageAssembly:
    """Takes the events of one answer in their order; :meth:`content` is the answer."""

    def __init__(self) -> None:
        self.started = False
        self.ended = False
        self.stop_reason = ""
        """Empty as long as none was sent; some endpoints never send one."""
        self.model = ""
        self._blocks: list[_Block] = []
        self._by_index: dict[object, _Block] = {}
        self._counts: dict[str, int] = {}
        self._characters = 0
        self._is_in_pieces = False
        """Whether a delta came that belongs to no block."""

    @property
    def usage(self) -> Usage:
        """The tokens counted so far; ``cost_usd`` is not known here and None."""
        return Usage(cost_usd=None, **self._counts)

    def take(self, event: Event) -> bool:
        """Add one event; True if it adds to the answer.

        What follows the end of the answer, or does not fit its block, is dropped: gateways send
        such things, and the Messages API refuses them when they are sent again.

        Raises:
            ValueError: the answer begins without a message.
            OversizedAnswerError: the answer is longer than any can be.
        """
        kind = event["type"]
        if self.ended or self.started == (kind == "message_start"):
            return False
        if kind == "message_start":
            self._start(event)
        elif kind == "content_block_start":
            self._begin_block(event)
        elif kind == "content_block_delta":
            return self._add_piece(event)
        elif kind == "message_delta":
            self._take_end(event.get("delta"))
            self._count(event.get("usage"))
        elif kind == "message_stop":
            self.ended = True
        return True

    def content(self) -> list[dict[str, Any]]:
        """The blocks, fit to be sent again.

        A block that nothing could answer is a text that says what came.
        """
        if self._is_in_pieces and not self._blocks:
            return [_unreadable("pieces of content blocks that were never started")]
        content = [_fit(block) for block in self._blocks]
        ids: set[str] = set()
        for block in content:
            if block["type"] != "tool_use":
                continue
            id_ = block.get("id")
            if not isinstance(id_, str) or not id_ or id_ in ids:
                block["id"] = f"toolu_{uuid4().hex}"
            ids.add(block["id"])
        return content

    def _start(self, event: Event) -> None:
        message = event.get("message")
        if not isinstance(message, dict):
            raise ValueError("a message_start without a message")
        self.started = True
        self.model = _encodable(str(message.get("model") or ""))
        self._count(message.get("usage"))
        self._take_end(message)
        for index, block in enumerate(message.get("content") or []):
            self._begin_block({"index": index, "content_block": block})

    def _begin_block(self, event: Event) -> None:
        start = event.get("content_block")
        block = _Block(start if isinstance(start, dict) else {})
        self._blocks.append(block)
        self._by_index[_index(event)] = block

    def _add_piece(self, event: Event) -> bool:
        block, delta = self._by_index.get(_index(event)), event.get("delta")
        kind = str(delta.get("type")) if isinstance(delta, dict) else ""
        if block is None or not isinstance(delta, dict):
            self._is_in_pieces = True
            return False
        if block.start.get("type") not in _BLOCKS_OF.get(kind, ()):
            return False
        if kind == "signature_delta":
            block.start["signature"] = delta.get("signature")
            return True
        if kind == "citations_delta":
            cited = block.start.get("citations") or []
            block.start["citations"] = [*cited, delta.get("citation")]
            return True
        name = _PIECES[kind]
        piece = delta.get(name)
        if not isinstance(piece, str) or not piece:
            return False
        self._characters += len(piece)
        if self._characters > MAX_CONTENT_CHARACTERS:
            raise OversizedAnswerError(
                f"more than {MAX_CONTENT_CHARACTERS:,} characters in one answer"
            )
        block.pieces.setdefault(name, []).append(piece)
        return True

    def _take_end(self, source: object) -> None:
        reason = source.get("stop_reason") if isinstance(source, dict) else None
        if isinstance(reason, str):
            self.stop_reason = _encodable(reason)

    def _count(self, usage: object) -> None:
        if not isinstance(usage, dict):
            return
        for sent, name in _COUNTS.items():
            value = usage.get(sent)
            if type(value) is int:
                self._counts[name] = min(max(value, 0), _MOST_TOKENS)


def without_secrets(value: Any, secrets: tuple[str, ...]) -> Any:
    """``value`` with ``***`` for each secret: an endpoint could have its key committed."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "***")
        return value
    if isinstance(value, list):
        return [without_secrets(item, secrets) for item in value]
    if isinstance(value, Mapping):
        return {
            without_secrets(key, secrets): without_secrets(item, secrets)
            for key, item in value.items()
        }
    return value


def _fit(gathered: _Block) -> dict[str, Any]:
    """One block, fit to be recorded and sent again."""
    block = gathered.whole()
    if not isinstance(block.get("type"), str):
        return _unreadable("a content block without a type")
    if block["type"] == "tool_use" and not (isinstance(block.get("name"), str) and block["name"]):
        return _unreadable("a tool call without a name")
    try:
        fit: dict[str, Any] = _encodable(block)
    except ValueError as error:
        return _unreadable(f"a content block with {error}")
    return fit


def _unreadable(what: str) -> dict[str, Any]:
    return {"type": "text", "text": f"[This answer could not be read: {what}.]"}


def _index(event: Event) -> object:
    """What tells blocks apart; without an index, pieces belong to the last block begun."""
    index = event.get("index")
    return index if type(index) is int else None


def _input(pieces: str, block: Mapping[str, Any]) -> dict[str, Any]:
    given = sent = pieces or block.get("input")
    # Some gateways send the JSON as a string of JSON.
    for _ in range(2):
        if isinstance(given, str) and given:
            try:
                given = json.loads(given, parse_constant=_refuse, parse_float=_finite)
            except (ValueError, RecursionError):
                return {INVALID_JSON: sent}
    if given is None or given == "":
        return {}
    try:
        given = _encodable(given, 1)
    except ValueError as error:
        return {INVALID_JSON: sent if isinstance(sent, str) else f"an object with {error}"}
    return given if isinstance(given, dict) else {INVALID_JSON: json.dumps(given)}


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refuse(number)


def _encodable(value: Any, depth: int = 0) -> Any:
    """``value`` as it can be sent again: JSON may hold lone surrogates, which no request can.

    Raises:
        ValueError: it is nested deeper than :data:`_DEEPEST`, or has a number that JSON lacks.
    """
    if depth > _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} levels of nesting")
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number too large to be kept")
    if isinstance(value, list):
        return [_encodable(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item, depth + 1) for key, item in value.items()}
    return value
