"""The HTTP client below the SDK: what an endpoint may send, and where keys may go."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anthropic
import httpx2

MAX_ANSWER_BYTES = 32 * 1024 * 1024
"""Decoded bytes of one response: eight times what the longest answer of today's models needs."""
_CREDENTIALS = ("Authorization", "X-Api-Key")


class OversizedAnswerError(Exception):
    """An endpoint sends more than any answer can be."""


def bounded_client(base_url: str) -> httpx2.AsyncClient:
    """A client that reads at most :data:`MAX_ANSWER_BYTES` of a response, whatever it is packed in.

    Redirects are followed; only the host of ``base_url`` gets the key.
    """

    async def keep_credentials_home(request: httpx2.Request) -> None:
        if request.url.host != httpx2.URL(base_url).host:
            for name in _CREDENTIALS:
                request.headers.pop(name, None)

    return anthropic.DefaultAsyncHttpxClient(
        event_hooks={"request": [keep_credentials_home], "response": [_bound]}
    )


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
