"""Calls and answers of the Messages API, as plain data: nothing here loads the model's SDK."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from design_sessions.status import Usage

Block = dict[str, Any]
"""One content block of the Messages API, as JSON."""

BYTES_PER_TOKEN = 3
"""A cautious estimate: English and code have more, Chinese about as many."""

INVALID_JSON = "INVALID_JSON"
"""The key for input that is not a JSON object, as the API's documentation advises."""


ANTHROPIC = "https://api.anthropic.com"


def is_anthropics(endpoint: str) -> bool:
    """Whether it is Anthropic's own, whose models API knows what its messages API takes."""
    return endpoint.removesuffix("/") == ANTHROPIC


class ModelRequest(BaseModel):
    """One call, as it is sent."""

    model: str
    system: list[Block]
    tools: list[Block]
    messages: list[Block]
    max_tokens: int
    effort: str = ""
    """``output_config.effort``; empty leaves it out."""


class ModelResponse(BaseModel):
    """One answer, whole; see :mod:`design_sessions.endpoint.message_assembly`."""

    content: list[Block]
    stop_reason: str
    """Empty if the endpoint named none although its answer was complete."""
    model: str
    usage: Usage
    """Tokens; ``cost_usd`` is not known here and None."""
    request_id: str | None = None
