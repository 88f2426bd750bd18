"""HTTP/1.1 for the endpoint: just what clients of the Messages API send, cheap for the processor.

The simulator needs three milliseconds of a processor for each answer; on two cores that would
change what is measured. This needs a fraction of one.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from benchmarks.endpoint.figures import Figures
from benchmarks.endpoint.script import answer_to
from simulator.models import ModelCatalogue

_WRITES = 6
"""Into how many writes a streamed answer is spread."""
_MODELS = ModelCatalogue()
_KEYS = {b"x-api-key", b"authorization"}
_STREAM = (
    b"HTTP/1.1 200 OK\r\n"
    b"content-type: text/event-stream; charset=utf-8\r\n"
    b"transfer-encoding: chunked\r\n"
    b"request-id: %b\r\n\r\n"
)


@dataclass
class Endpoint:
    """What all connections share."""

    figures: Figures = field(default_factory=Figures)

    def reset(self, latency: float) -> None:
        """Count anew; calls under way are forgotten."""
        self.figures = Figures(latency=latency)


class Connection(asyncio.Protocol):
    """One connection, which is kept for the next request."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._awaited = 0
        """Size of the request that is arriving; 0 as long as its head is not there."""
        self._timer: asyncio.TimerHandle | None = None
        self._abandon: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._abandon is not None:
            self._abandon()
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) < self._awaited:
            return
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._received[:end])
        headers = _headers(head)
        self._awaited = end + 4 + int(headers.get(b"content-length", b"0"))
        if len(self._received) < self._awaited:
            return
        body = bytes(self._received[end + 4 : self._awaited])
        del self._received[: self._awaited]
        self._awaited = 0
        method, target = head.split(b" ", 2)[:2]
        self._answer(method.decode(), target.decode(), headers, body)

    def _answer(self, method: str, target: str, headers: dict[bytes, bytes], body: bytes) -> None:
        address = urlsplit(target)
        if address.path == "/benchmark":
            if method == "POST":
                self._endpoint.reset(float(parse_qs(address.query)["latency"][0]))
            self._send(200, self._endpoint.figures.as_json())
        elif not _KEYS & headers.keys() or b"anthropic-version" not in headers:
            self._send(401, _error("authentication_error", "A key and a version are required."))
        elif method == "POST" and address.path == "/v1/messages":
            self._stream(body)
        elif method == "POST" and address.path == "/v1/messages/count_tokens":
            self._send(200, {"input_tokens": len(body) // 4})
        elif address.path == "/v1/models":
            known = [model.as_json() for model in _MODELS]
            self._send(200, {"data": known, "has_more": False})
        else:
            model = next((m for m in _MODELS if address.path == f"/v1/models/{m.id}"), None)
            if model is None:
                self._send(404, _error("not_found_error", f"There is nothing at {address.path}."))
            else:
                self._send(200, model.as_json())

    def _send(self, status: int, content: object) -> None:
        assert self._transport is not None
        body = json.dumps(content).encode()
        head = f"HTTP/1.1 {status} .\r\ncontent-type: application/json\r\ncontent-length: "
        self._transport.write(f"{head}{len(body)}\r\n\r\n".encode() + body)

    def _stream(self, body: bytes) -> None:
        """Send an answer over the time that the figures name, its beginning at once."""
        assert self._transport is not None
        request = json.loads(body)
        if not request.get("stream"):
            self._send(400, _error("invalid_request_error", "This endpoint only streams."))
            return
        figures = self._endpoint.figures
        figures.begin(len(body))
        self._abandon = figures.abandon
        (start, *events), submission = answer_to(request, len(body))
        self._transport.write(_STREAM % f"req_{figures.calls}".encode() + _chunk(start))
        groups = _groups(events)
        total = len(start) + sum(map(len, groups))
        loop = asyncio.get_running_loop()
        began, step = loop.time(), figures.latency / len(groups)

        def write(number: int) -> None:
            assert self._transport is not None
            if number < len(groups):
                self._transport.write(_chunk(groups[number - 1]))
                self._timer = loop.call_at(began + step * (number + 1), write, number + 1)
                return
            self._timer = self._abandon = None
            figures.end(total, submission=submission)
            self._transport.write(_chunk(groups[-1]) + b"0\r\n\r\n")

        self._timer = loop.call_at(began + step, write, 1)


def _headers(head: bytes) -> dict[bytes, bytes]:
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _groups(events: list[bytes]) -> list[bytes]:
    size = -(-len(events) // _WRITES)
    return [b"".join(events[start : start + size]) for start in range(0, len(events), size)]


def _error(kind: str, message: str) -> dict[str, object]:
    return {"type": "error", "error": {"type": kind, "message": message}}
