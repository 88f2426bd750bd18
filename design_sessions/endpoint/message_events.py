"""The events of one answer, as dictionaries, whatever dialect of the Messages API they come in.

Nothing is taken for granted that a compatible endpoint may leave out: the name of an event stands
in its data as well, pings and comments mean nothing, and an endpoint that does not stream sends one
JSON message, which is told here as the event that opens an answer and the one that ends it.
"""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx2
from anthropic import AsyncStream

Event = dict[str, Any]

_MOST_DIGITS = 400
"""Of a whole number: more than any double has, fewer than Python refuses."""
_KNOWN = frozenset(
    {
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    }
)


class StreamedError(Exception):
    """An error that came with HTTP status 200: as an event of a stream, or as a JSON body.

    Args:
        body: what the endpoint sent, ``{"type": "error", "error": {...}}`` where it keeps to the
            Messages API.
        headers: of the response.
    """

    def __init__(self, body: object, headers: Mapping[str, str]) -> None:
        error = body.get("error") if isinstance(body, dict) else None
        fields: dict[str, Any] = error if isinstance(error, dict) else {}
        message, kind = fields.get("message"), fields.get("type")
        details = fields.get("details")
        self.type = kind if isinstance(kind, str) else None
        self.message = message if isinstance(message, str) else _as_text(error or body)
        self.code = details.get("error_code") if isinstance(details, dict) else None
        self.headers = headers
        super().__init__(self.message)


async def message_events(response: httpx2.Response) -> AsyncIterator[Event]:
    """The events that make up the answer; all others are passed over.

    Raises:
        StreamedError: the answer is an error.
        ValueError: an event of the Messages API, or a JSON body, that cannot be read.
    """
    if "json" in response.headers.get("content-type", ""):
        for event in _events_of_message(_decoded(await _body(response)), response.headers):
            yield event
        return
    async for sent in AsyncStream.raw_events(response):
        try:
            data = _decoded(sent.data)
        except (ValueError, RecursionError):
            # Others end their streams with words such as [DONE].
            if sent.event not in _KNOWN and sent.event != "error":
                continue
            if sent.event == "error":
                raise StreamedError(sent.data, response.headers) from None
            raise
        kind = data.get("type") if isinstance(data, dict) else None
        kind = kind if isinstance(kind, str) else sent.event
        if kind == "error":
            raise StreamedError(data, response.headers)
        if kind not in _KNOWN:
            continue
        if not isinstance(data, dict):
            raise ValueError(f"an event {kind} that is not an object")
        yield {**data, "type": kind}


async def _body(response: httpx2.Response) -> bytes:
    return b"".join([chunk async for chunk in response.aiter_bytes()])


def _decoded(text: str | bytes) -> Any:
    """JSON, in which a number that no JSON could carry on is left as the text that came."""
    return json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=str)


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _finite(number: str) -> float | str:
    value = float(number)
    return value if math.isfinite(value) else number


def _events_of_message(body: object, headers: Mapping[str, str]) -> list[Event]:
    if not isinstance(body, dict):
        raise ValueError("JSON that is not a message")
    if body.get("type") == "error" or ("error" in body and "content" not in body):
        raise StreamedError(body, headers)
    if not isinstance(body.get("content"), list):
        raise ValueError("JSON that is not a message of the Messages API")
    return [{"type": "message_start", "message": body}, {"type": "message_stop"}]


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
