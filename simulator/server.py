"""Serving an engine over HTTP on one address."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from simulator.application import create_application
from simulator.engine import Engine


class AddressTakenError(Exception):
    """The address cannot be listened on; the message is one line."""


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 picks a free one.

    Raises:
        AddressTakenError: another process has the port, or the host is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise AddressTakenError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port."
        ) from None


def base_url(listener: socket.socket) -> str:
    """The address that clients use."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class SimulatorServer(uvicorn.Server):
    """A server that says when it is ready.

    Args:
        on_ready: called once, when the first request can be answered.
    """

    def __init__(self, engine: Engine, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                create_application(engine),
                http="h11",
                loop="asyncio",
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                backlog=2048,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=1,
                server_header=False,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then report."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()
