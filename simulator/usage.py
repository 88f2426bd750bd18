"""Token counts and prompt caching.

Four characters count as one token. Caching follows the published rules: prefixes in the order
tools, system, messages; at most four breakpoints; an entry is readable only once the first
response that writes it has begun; prefixes below a model's smallest size are not cached.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.api_errors import ApiError, invalid_request
from simulator.message_checks import content_blocks
from simulator.requests import MessagesRequest

_MOST_BREAKPOINTS = 4
_LOOKBACK = 20
"""Blocks before a breakpoint in which an older entry is found."""
_LIFETIMES = {"5m": 300.0, "1h": 3_600.0}
_MOST_ENTRIES = 50_000


def count_tokens(characters: int) -> int:
    """An estimate: four characters to the token, at least one."""
    return max(1, (characters + 3) // 4)


@dataclass(frozen=True)
class Prefix:
    """The request up to the end of one block."""

    key: bytes
    tokens: int
    lifetime: str | None
    """``5m`` or ``1h`` where the block is a breakpoint."""


@dataclass(frozen=True)
class InputUsage:
    """How the input of one request is billed, in tokens."""

    uncached: int
    read: int
    written_5m: int
    written_1h: int
    entries: tuple[Prefix, ...] = ()
    """What becomes readable once the response has begun."""

    @property
    def written(self) -> int:
        """Tokens written to the cache with either lifetime."""
        return self.written_5m + self.written_1h

    def as_json(self, output_tokens: int) -> dict[str, Any]:
        """The ``usage`` of a message."""
        return {
            "input_tokens": self.uncached,
            "cache_creation_input_tokens": self.written,
            "cache_read_input_tokens": self.read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": self.written_5m,
                "ephemeral_1h_input_tokens": self.written_1h,
            },
            "output_tokens": output_tokens,
            "service_tier": "standard",
        }


def prefixes_of(request: MessagesRequest) -> list[Prefix]:
    """Every prefix of the request, shortest first.

    Raises:
        ApiError: for breakpoints that the API refuses, or input beyond the model's window.
    """
    settings = json.dumps(request.settings, sort_keys=True)
    parts: list[tuple[str, dict[str, Any]]] = [("", tool) for tool in request.tools]
    parts += [("", block) for block in request.system]
    for message in request.messages:
        parts += [(settings + message["role"], block) for block in content_blocks(message)]
    digest = hashlib.blake2b(request.model.id.encode(), digest_size=16)
    prefixes: list[Prefix] = []
    tokens = 0
    for index, (salt, block) in enumerate(parts):
        control = block.get("cache_control")
        if control is None and index == len(parts) - 1:
            control = request.cache_control
        text = json.dumps({k: v for k, v in block.items() if k != "cache_control"})
        digest.update(f"{salt}\0{text}\0".encode())
        tokens += count_tokens(len(text))
        prefixes.append(Prefix(digest.digest(), tokens, _lifetime(control)))
    _check(prefixes, request)
    return prefixes


def _lifetime(control: object) -> str | None:
    if control is None:
        return None
    if not isinstance(control, dict) or control.get("type") != "ephemeral":
        raise invalid_request("cache_control.type: Input should be 'ephemeral'")
    lifetime = control.get("ttl", "5m")
    if lifetime not in _LIFETIMES:
        raise invalid_request("cache_control.ttl: Input should be '5m' or '1h'")
    return str(lifetime)


def _check(prefixes: list[Prefix], request: MessagesRequest) -> None:
    lifetimes = [prefix.lifetime for prefix in prefixes if prefix.lifetime]
    if len(lifetimes) > _MOST_BREAKPOINTS:
        raise invalid_request(
            f"A maximum of {_MOST_BREAKPOINTS} blocks with cache_control may be provided. "
            f"Found {len(lifetimes)}."
        )
    if lifetimes != sorted(lifetimes):
        raise invalid_request(
            "cache_control: a ttl='1h' block must not come after a ttl='5m' block"
        )
    tokens = prefixes[-1].tokens
    if tokens > request.model.max_input_tokens:
        raise ApiError(
            400, f"prompt is too long: {tokens} tokens > {request.model.max_input_tokens} maximum"
        )


class PromptCache:
    """The entries that earlier responses have left.

    Args:
        clock: seconds that only grow; tests may pass their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._expiry: dict[bytes, tuple[float, float]] = {}
        """When an entry ends and how long it lives, the one used last at the end."""

    def bill(self, request: MessagesRequest) -> InputUsage:
        """How the request would be billed now; nothing is written yet."""
        prefixes = prefixes_of(request)
        total = prefixes[-1].tokens
        smallest = request.model.smallest_cached_prefix
        breakpoints = [
            index
            for index, prefix in enumerate(prefixes)
            if prefix.lifetime and prefix.tokens >= smallest
        ]
        if not breakpoints:
            return InputUsage(total, 0, 0, 0)
        read = self._longest_readable(prefixes, breakpoints)
        written = {"5m": 0, "1h": 0}
        reached = read
        for index in breakpoints:
            prefix = prefixes[index]
            if prefix.lifetime and prefix.tokens > reached:
                written[prefix.lifetime] += prefix.tokens - reached
                reached = prefix.tokens
        entries = tuple(prefixes[index] for index in breakpoints)
        return InputUsage(total - reached, read, written["5m"], written["1h"], entries)

    def begin_response(self, usage: InputUsage) -> None:
        """Make what this request writes readable."""
        for prefix in usage.entries:
            self._keep(prefix.key, _LIFETIMES[prefix.lifetime or "5m"])
        while len(self._expiry) > _MOST_ENTRIES:
            del self._expiry[next(iter(self._expiry))]

    def _keep(self, key: bytes, lifetime: float) -> None:
        self._expiry.pop(key, None)
        self._expiry[key] = (self._clock() + lifetime, lifetime)

    def _longest_readable(self, prefixes: list[Prefix], breakpoints: list[int]) -> int:
        now = self._clock()
        for index in reversed(breakpoints):
            for place in range(index, max(-1, index - _LOOKBACK), -1):
                entry = self._expiry.get(prefixes[place].key)
                if entry is not None and entry[0] > now:
                    self._keep(prefixes[place].key, entry[1])
                    return prefixes[place].tokens
        return 0
