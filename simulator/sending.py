"""Sending a response over a time, and knowing whether its last byte went to an open connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.types import Receive, Send

_MOST_WRITES = 6
_PING = b'event: ping\ndata: {"type": "ping"}\n\n'
_PING_INTERVAL = 0.1


@dataclass(frozen=True)
class Delivery:
    """A response that is sent in pieces over a time.

    Args:
        status: the HTTP status.
        headers: response headers.
        pieces: what is sent: a stream's events, or one body.
        duration: seconds from now to the last piece.
        complete: False breaks the connection after the pieces instead of ending the response.
        silence: seconds without anything but pings between the pieces and the end.
        pings: send pings during the silence.
    """

    status: int
    headers: dict[str, str]
    pieces: Sequence[bytes]
    duration: float = 0.0
    complete: bool = True
    silence: float = 0.0
    pings: bool = False


async def deliver(
    delivery: Delivery,
    receive: Receive,
    send: Send,
    *,
    on_begin: Callable[[], None],
    on_finishing: Callable[[], None],
) -> bool:
    """Send a response.

    Args:
        on_begin: called as the first byte goes out.
        on_finishing: called right before the last byte is sent.

    Returns:
        Whether the last byte went to an open connection; the client has gone otherwise.
    """
    gone = asyncio.create_task(_wait_for_disconnect(receive))
    try:
        return await _send_pieces(delivery, gone, send, on_begin, on_finishing)
    finally:
        gone.cancel()


async def _send_pieces(
    delivery: Delivery,
    gone: asyncio.Task[None],
    send: Send,
    on_begin: Callable[[], None],
    on_finishing: Callable[[], None],
) -> bool:
    started = asyncio.get_running_loop().time()
    groups = _group(delivery.pieces, _MOST_WRITES if delivery.duration else 1)
    for index, group in enumerate(groups):
        await _wait_until(started + delivery.duration * (index + 1) / len(groups), gone)
        if gone.done():
            return False
        if index == 0:
            on_begin()
            headers = [(name.encode(), text.encode()) for name, text in delivery.headers.items()]
            start = {"type": "http.response.start", "status": delivery.status, "headers": headers}
            await send(start)
        if index < len(groups) - 1 or delivery.silence:
            await send(_body(group, more=True))
    if delivery.silence:
        await _stay_silent(delivery, gone, send)
    # What the kernel already knows of a dead client reaches the task above in one turn of the
    # loop for reading the socket, one for closing it and one for waking the task.
    for _ in range(4):
        await asyncio.sleep(0)
    if gone.done():
        return False
    on_finishing()
    await send(_body(b"" if delivery.silence else groups[-1], more=not delivery.complete))
    return True


async def _wait_until(due: float, gone: asyncio.Task[None]) -> None:
    delay = due - asyncio.get_running_loop().time()
    if delay > 0:
        await asyncio.wait([gone], timeout=delay)


async def _stay_silent(delivery: Delivery, gone: asyncio.Task[None], send: Send) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + delivery.silence
    while loop.time() < end and not gone.done():
        await _wait_until(min(end, loop.time() + _PING_INTERVAL) if delivery.pings else end, gone)
        if delivery.pings:
            await send(_body(_PING, more=True))


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(data: bytes, *, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def _group(pieces: Sequence[bytes], most: int) -> list[bytes]:
    """Few writes, so that hundreds of streams stay cheap; always at least one."""
    size = max(1, -(-len(pieces) // most))
    groups = [b"".join(pieces[index : index + size]) for index in range(0, len(pieces), size)]
    return groups or [b""]
