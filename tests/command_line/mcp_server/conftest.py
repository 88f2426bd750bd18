"""Shared by the tests of the tools: calls in this process, as the account of the fixtures."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from mcp.types import TextContent

from command_line.mcp_server.server import call_by_name
from command_line.options import Invocation, read_settings


class Called(NamedTuple):
    """What a tool answered."""

    failed: bool
    texts: list[str]
    content: Any

    def json(self) -> Any:
        """The answer as a client without structured content reads it."""
        return json.loads(self.texts[-1])


Call = Callable[..., Called]


@pytest.fixture
def invocation(clean_settings: None) -> Invocation:
    """What ``mcp --account acme`` gives to every call."""
    return Invocation(read_settings(account="acme"))


@pytest.fixture
def call(invocation: Invocation) -> Call:
    """Calls a tool."""

    def called(name: str, **arguments: object) -> Called:
        result = call_by_name(invocation, name, arguments)
        texts = [block.text for block in result.content if isinstance(block, TextContent)]
        return Called(result.is_error, texts, result.structured_content)

    return called
