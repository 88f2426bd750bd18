"""``python -m benchmarks.endpoint``: serve on a free port of loopback until stopped."""

from __future__ import annotations

import asyncio
import signal

from benchmarks.endpoint.connection import Connection, Endpoint

_BACKLOG = 4_096


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    endpoint = Endpoint()
    server = await loop.create_server(
        lambda: Connection(endpoint), "127.0.0.1", 0, backlog=_BACKLOG
    )
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve())
