"""Ports on loopback."""

from __future__ import annotations

import random
import socket

from design_sessions.errors import InputError

LOOPBACK = "127.0.0.1"

_FREE_PORTS = range(10_000, 32_768)
"""Below the ports that Linux (32768, ``net.ipv4.ip_local_port_range``) and macOS (49152) give to
outgoing connections: one of those could take the port of a server that is being restarted."""


def is_free(port: int) -> bool:
    """Whether a server can listen on this loopback port now."""
    with socket.socket() as probe:
        # Servers set it too; without it, a port in TIME_WAIT after a restart would look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(*, taken: set[int] | frozenset[int] = frozenset()) -> int:
    """A loopback port that nothing listens on and that is not in ``taken``."""
    while True:
        port = random.choice(_FREE_PORTS)
        if port not in taken and is_free(port):
            return port


def choose_port(
    explicit: int | None,
    preferred: list[int],
    *,
    option: str,
    taken: set[int] | frozenset[int] = frozenset(),
) -> int:
    """The explicit port, else the first preferred one that is free, else any free one.

    Raises:
        InputError: the explicit port is taken.
    """
    if explicit is not None:
        if explicit in taken or not is_free(explicit):
            raise InputError(
                f"Port {explicit} ({option}) is taken.",
                f"Choose another, or leave out {option} to use a free one.",
            )
        return explicit
    for port in preferred:
        if port not in taken and is_free(port):
            return port
    return free_port(taken=taken)
