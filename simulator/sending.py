"""Responses that know whether their last byte went to an open connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send

_MOST_WRITES = 12
_PING = b'event: ping\ndata: {"type": "ping"}\n\n'
_PING_INTERVAL = 0.1


def _nothing() -> None:
    pass


@dataclass
class Delivery:
    """A response that is sent in pieces over a time; an ASGI application.

    Args:
        status: the HTTP status.
        headers: response headers.
        pieces: what is sent: a stream's events, or one body.
        duration: seconds from now to the last piece.
        on_begin: called as the first byte goes out.
        on_finishing: called right before the last byte is sent.
        on_delivered: called after the last byte went to an open connection.
        on_abandoned: called when the client has gone before that.
        complete: False breaks the connection after the pieces instead of ending the response.
        silence: seconds without anything but pings between the pieces and the end.
        pings: send pings during the silence.
    """

    status: int
    headers: dict[str, str]
    pieces: Sequence[bytes]
    duration: float = 0.0
    on_begin: Callable[[], None] = _nothing
    on_finishing: Callable[[], None] = _nothing
    on_delivered: Callable[[], None] = _nothing
    on_abandoned: Callable[[], None] = _nothing
    complete: bool = True
    silence: float = 0.0
    pings: bool = False
    _gone: asyncio.Task[None] = field(init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        self._gone = asyncio.create_task(_wait_for_disconnect(receive))
        delivered = False
        try:
            delivered = await self._deliver(send)
        finally:
            self._gone.cancel()
            (self.on_delivered if delivered else self.on_abandoned)()

    async def _deliver(self, send: Send) -> bool:
        started = asyncio.get_running_loop().time()
        groups = _group(self.pieces)
        for index, group in enumerate(groups):
            await self._wait_until(started + self.duration * (index + 1) / len(groups))
            if self._gone.done():
                return False
            if index == 0:
                self.on_begin()
                await send(self._head())
            if index < len(groups) - 1:
                await send(_body(group, more=True))
        if self.silence:
            await send(_body(groups[-1], more=True))
            await self._stay_silent(send)
        await self._let_a_disconnect_arrive()
        if self._gone.done():
            return False
        self.on_finishing()
        last = b"" if self.silence else groups[-1]
        await send(_body(last, more=not self.complete))
        return True

    def _head(self) -> dict[str, object]:
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        return {"type": "http.response.start", "status": self.status, "headers": headers}

    async def _wait_until(self, due: float) -> None:
        delay = due - asyncio.get_running_loop().time()
        if delay > 0:
            await asyncio.wait([self._gone], timeout=delay)

    async def _stay_silent(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + self.silence
        while loop.time() < end and not self._gone.done():
            await self._wait_until(min(end, loop.time() + _PING_INTERVAL) if self.pings else end)
            if self.pings:
                await send(_body(_PING, more=True))

    async def _let_a_disconnect_arrive(self) -> None:
        # What the kernel already knows of a dead client reaches the task above in one turn of
        # the loop for reading the socket, one for closing it and one for waking the task.
        for _ in range(4):
            await asyncio.sleep(0)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(data: bytes, *, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def _group(pieces: Sequence[bytes]) -> list[bytes]:
    """Few writes, so that a hundred streams stay cheap; always at least one."""
    size = max(1, -(-len(pieces) // _MOST_WRITES))
    groups = [b"".join(pieces[index : index + size]) for index in range(0, len(pieces), size)]
    return groups or [b""]
