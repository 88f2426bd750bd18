"""A model endpoint on loopback that answers each request with exactly the bytes a test gives it."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from design_sessions.endpoint.messages import ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import DesignSessionError
from design_sessions.settings import Settings

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
KEY = "sk-ant-test-0123456789abcdef"


@dataclass
class ReceivedRequest:
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@asynccontextmanager
async def scripted_endpoint(
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[ScriptedEndpoint]:
    """An endpoint that listens for as long as the body runs."""
    scripted = ScriptedEndpoint()
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(scripted.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    # A request of a long conversation is one line of JSON.
    server = await asyncio.start_server(accept, "127.0.0.1", 0, limit=2**26, ssl=tls)
    scripted.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield scripted
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


@dataclass
class ScriptedEndpoint:
    """Gives the answers in order, the last one for ever; ``routes`` win for paths that match, then
    ``components`` for the last part of the component's name."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    routes: dict[str, Answer] = field(default_factory=dict)
    components: dict[str, Answer] = field(default_factory=dict)
    received: list[ReceivedRequest] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the first request has come."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ")
        pairs = (line.split(": ", 1) for line in lines if ": " in line)
        headers = {name.lower(): value for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        # Google's tokens are asked for with a form.
        is_json = body and "form" not in headers.get("content-type", "")
        self.received.append(
            ReceivedRequest(method, path, headers, json.loads(body) if is_json else {})
        )
        self.answering.set()
        answer = self.routes.get(path.partition("?")[0])
        if answer is None:
            answer = self.components.get(headers.get("x-design-component", "").rpartition(".")[2])
        if answer is None:
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await answer(writer)


def make_settings(url: str, **changes: Any) -> Settings:
    """Settings for a test endpoint, whatever the environment says."""
    fields: dict[str, Any] = {
        "anthropic_api_key": KEY,
        "anthropic_auth_token": None,
        "anthropic_base_url": url,
        "model_idle_timeout": 5.0,
        "turn_timeout": 10.0,
    }
    return Settings(**(fields | changes))


REQUEST = ModelRequest(
    model="claude-sonnet-5-5",
    system=[{"type": "text", "text": "You are an architect."}],
    tools=[],
    messages=[{"role": "user", "content": [{"type": "text", "text": "Design it."}]}],
    max_tokens=1000,
)
TURN_HEADERS = {"X-Design-Session": "s-1", "X-Design-Turn": "3"}


async def failing_call(client: ModelClient, request: ModelRequest) -> DesignSessionError:
    with pytest.raises(DesignSessionError) as caught:
        await client.stream_turn(request, headers=TURN_HEADERS)
    error = caught.value
    assert KEY not in str(error)
    assert len(error.message) <= 400
    assert "\n" not in str(error)
    return error


def sending(*parts: bytes, pause: float = 0.0) -> Answer:
    """These bytes, then the connection is closed."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def then_silence(*parts: bytes) -> Answer:
    """These bytes, then nothing while the connection stays open."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"".join(parts))
        await writer.drain()
        await asyncio.sleep(60)

    return answer


def http(status: int, body: bytes | dict[str, Any], **headers: str) -> bytes:
    """A whole response."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/json" if isinstance(body, dict) else "text/html"
    fields = {"Content-Type": kind, "Content-Length": str(len(content)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Answer\r\n{lines}\r\n".encode() + content


def api_error(status: int, kind: str, message: str = "No.", **headers: str) -> bytes:
    """An error as the Messages API answers it."""
    return http(status, {"type": "error", "error": {"type": kind, "message": message}}, **headers)


STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nrequest-id: req_1\r\n"
    b"Connection: close\r\n\r\n"
)

CHUNKED_HEAD = STREAM_HEAD.replace(b"Connection: close", b"Transfer-Encoding: chunked")


def event(kind: str, **fields: Any) -> bytes:
    """One server-sent event."""
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def message_start(**usage: Any) -> bytes:
    counted = {"input_tokens": 10, "output_tokens": 1} | usage
    return event(
        "message_start",
        message={
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-sonnet-5-5",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": counted,
        },
    )


def block(index: int, start: dict[str, Any], *deltas: dict[str, Any]) -> bytes:
    """The events of one content block."""
    return b"".join(
        [
            event("content_block_start", index=index, content_block=start),
            *(event("content_block_delta", index=index, delta=delta) for delta in deltas),
            event("content_block_stop", index=index),
        ]
    )


def text_block(index: int, text: str) -> bytes:
    return block(index, {"type": "text", "text": ""}, {"type": "text_delta", "text": text})


def tool_block(index: int, id_: str, name: str, arguments: dict[str, Any]) -> bytes:
    return block(
        index,
        {"type": "tool_use", "id": id_, "name": name, "input": {}},
        {"type": "input_json_delta", "partial_json": json.dumps(arguments)},
    )


def message_end(stop_reason: str | None = "end_turn", output_tokens: int = 5) -> bytes:
    return event(
        "message_delta",
        delta={"stop_reason": stop_reason, "stop_sequence": None},
        usage={"output_tokens": output_tokens},
    ) + event("message_stop")


def whole_answer(*blocks: bytes, stop_reason: str = "end_turn", **usage: Any) -> bytes:
    """A stream that is as it should be."""
    return STREAM_HEAD + message_start(**usage) + b"".join(blocks) + message_end(stop_reason)
