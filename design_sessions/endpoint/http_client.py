"""The HTTP client below the SDK: what an endpoint may send, and that nothing goes elsewhere."""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator

import anthropic
import httpx2

from design_sessions.errors import InputError
from design_sessions.proxies import Proxy

MAX_ANSWER_BYTES = 32 * 1024 * 1024
"""Decoded bytes of one response: eight times what the longest answer of today's models needs."""
_KEEP_ALIVE = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), 60)
        for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL")
        if hasattr(socket, name)
    ),
]
"""As the SDK has them: a model may be silent for longer than a router remembers a connection."""


class OversizedAnswerError(Exception):
    """An endpoint sends more than any answer can be."""


def bounded_client(base_url: str, proxy: Proxy | None) -> httpx2.AsyncClient:
    """A client that reads at most :data:`MAX_ANSWER_BYTES` of a response, whatever it is packed in.

    No redirect is followed: it could lead to another host, or to one without encryption.

    Args:
        base_url: of the endpoint.
        proxy: on the way to it.

    Raises:
        InputError: ``SSL_CERT_FILE`` cannot be used.
    """
    return anthropic.DefaultAsyncHttpxClient(
        transport=_transport(proxy, encrypted=httpx2.URL(base_url).scheme == "https"),
        follow_redirects=False,
        event_hooks={"response": [_bound]},
    )


def _transport(proxy: Proxy | None, *, encrypted: bool) -> httpx2.AsyncHTTPTransport:
    # With a transport, neither the SDK nor the HTTP library reads the proxy variables.
    try:
        return httpx2.AsyncHTTPTransport(
            # Reading the system's certificates takes a tenth of a second. Without them, none is
            # trusted.
            verify=True if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            proxy=None if proxy is None else proxy.url,
            limits=anthropic.DEFAULT_CONNECTION_LIMITS,
            socket_options=_KEEP_ALIVE,
        )
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"SSL_CERT_FILE does not name a file of certificates that can be read: {error}.",
            "Fix or unset it.",
        ) from None


async def _bound(response: httpx2.Response) -> None:
    read = response.aiter_bytes

    async def bounded(chunk_size: int | None = None) -> AsyncIterator[bytes]:
        received = 0
        async for chunk in read(chunk_size):
            received += len(chunk)
            if received > MAX_ANSWER_BYTES:
                raise OversizedAnswerError(f"more than {MAX_ANSWER_BYTES:,} bytes in one answer")
            yield chunk

    # Error bodies and event streams are both read through this method, after decompression;
    # a transport would see neither of them decoded.
    response.aiter_bytes = bounded  # type: ignore[method-assign,assignment]
