"""Reading one Messages API request and refusing it for the reasons the real API has.

The checks are those of the Messages API as its documentation and its answers show them; a request
that passes here has the shape that a real endpoint accepts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from simulator.api_errors import ApiError, invalid_request
from simulator.message_checks import check_messages
from simulator.models import EFFORTS, Model, ModelCatalogue
from simulator.tool_checks import check_tools

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes of one request that the API takes."""

_KNOWN_FIELDS = frozenset(
    [
        *("model", "max_tokens", "messages", "system", "tools", "tool_choice", "stream"),
        *("metadata", "stop_sequences", "temperature", "top_p", "top_k", "thinking"),
        *("output_config", "output_format", "cache_control", "service_tier", "container"),
        *("inference_geo", "context_management", "mcp_servers", "diagnostics"),
    ]
)


class CallHeaders(NamedTuple):
    """``X-Design-Session``, ``X-Design-Component`` and ``X-Design-Turn``; None where absent."""

    session: str | None
    component: str | None
    turn: int | None


@dataclass(frozen=True)
class MessagesRequest:
    """A request that passed every check."""

    model: Model
    max_tokens: int
    messages: list[dict[str, Any]]
    system: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    stream: bool
    thinking: bool
    cache_control: dict[str, Any] | None
    settings: dict[str, Any] = field(default_factory=dict)
    """Effort, thinking and tool choice: what makes cached messages unreadable when it changes."""

    @property
    def warm_up(self) -> bool:
        """Whether only the prompt cache is to be filled."""
        return self.max_tokens == 0


def read_call_headers(headers: Mapping[str, str]) -> CallHeaders:
    """Read the headers, whose values may be percent-encoded; a turn that is no number is None."""
    session, component, turn = (
        unquote(headers.get(f"x-design-{name}", "")) or None
        for name in ("session", "component", "turn")
    )
    return CallHeaders(session, component, int(turn) if turn and turn.isdecimal() else None)


def check_credentials(headers: Mapping[str, str]) -> None:
    """Refuse a call without a key, or with the key ``invalid``; every other key is accepted."""
    key = headers.get("x-api-key", "")
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        key = key or token.strip()
    if not key:
        raise ApiError(401, "x-api-key or authorization header is required")
    if key == "invalid":
        raise ApiError(401, "invalid x-api-key")
    if "anthropic-version" not in headers:
        raise invalid_request("anthropic-version: header is required")


def parse_request(
    body: bytes, catalogue: ModelCatalogue, *, counting: bool = False
) -> MessagesRequest:
    """Read a request body.

    Args:
        counting: the request is for ``count_tokens``, where ``max_tokens`` is not needed.

    Raises:
        ApiError: with the status and message that the API would answer.
    """
    if len(body) > LARGEST_BODY:
        raise ApiError(413, "Request exceeds the maximum size")
    fields = _fields(body)
    unknown = sorted(set(fields) - _KNOWN_FIELDS)
    if unknown:
        raise invalid_request(f"{unknown[0]}: Extra inputs are not permitted")
    required = ("model", "messages") if counting else ("model", "max_tokens", "messages")
    for name in required:
        if name not in fields:
            raise invalid_request(f"{name}: Field required")
    model = catalogue.require(fields["model"])
    max_tokens = 1 if counting else _max_tokens(fields["max_tokens"], model)
    check_messages(fields["messages"])
    tools = fields.get("tools") or []
    check_tools(tools)
    thinking = fields.get("thinking") or {}
    request = MessagesRequest(
        model=model,
        max_tokens=max_tokens,
        messages=fields["messages"],
        system=_system(fields.get("system")),
        tools=tools,
        stream=bool(fields.get("stream")),
        thinking=isinstance(thinking, dict) and thinking.get("type") in ("adaptive", "enabled"),
        cache_control=fields.get("cache_control"),
        settings={
            "tool_choice": fields.get("tool_choice"),
            "thinking": thinking,
            "output_config": fields.get("output_config"),
        },
    )
    _check_options(fields, request)
    return request


def _fields(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except ValueError:
        raise invalid_request("The request body is not valid JSON") from None
    if not isinstance(fields, dict):
        raise invalid_request("Input should be a valid dictionary")
    return fields


def _max_tokens(value: object, model: Model) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid_request("max_tokens: Input should be a valid integer")
    if value < 0:
        raise invalid_request("max_tokens: Input should be greater than or equal to 0")
    if value > model.max_tokens:
        raise invalid_request(
            f"max_tokens: {value} > {model.max_tokens}, which is the maximum allowed number of "
            f"output tokens for {model.id}"
        )
    return value


def _system(value: object) -> list[dict[str, Any]]:
    if value is None:
        return []
    if isinstance(value, str):
        return [{"type": "text", "text": value}] if value else []
    if not isinstance(value, list):
        raise invalid_request("system: Input should be a valid list")
    for index, block in enumerate(value):
        if not isinstance(block, dict) or block.get("type") != "text":
            raise invalid_request(f"system.{index}: Input should be a text block")
        if not isinstance(block.get("text"), str) or not block["text"]:
            raise invalid_request("system: text content blocks must be non-empty")
    return value


def _check_options(fields: dict[str, Any], request: MessagesRequest) -> None:
    output_config = fields.get("output_config") or {}
    effort = output_config.get("effort")
    if effort is not None and effort not in EFFORTS:
        raise invalid_request(f"output_config.effort: Input should be one of {', '.join(EFFORTS)}")
    if request.warm_up and request.stream:
        raise invalid_request("max_tokens: 0 is not supported with stream")
    if request.warm_up and output_config.get("format") is not None:
        raise invalid_request("max_tokens: 0 is not supported with output_config.format")
    if not request.model.restricted:
        return
    for name in ("temperature", "top_p", "top_k"):
        if fields.get(name) is not None:
            raise invalid_request(f"{name}: not supported by {request.model.id}")
    choice = fields.get("tool_choice") or {}
    if choice.get("type") in ("any", "tool"):
        raise invalid_request(
            f"tool_choice: type {choice['type']} is not supported by {request.model.id}"
        )
