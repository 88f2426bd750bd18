"""``POST /v1/messages``: what is sent and what is logged."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp

from simulator.answers import Answer, event, message_json, stream_events
from simulator.api_errors import ApiError
from simulator.call_headers import CallHeaders, read_call_headers
from simulator.engine import Engine
from simulator.faults import TRANSPORT_KINDS, Fault
from simulator.models import Model
from simulator.requests import MessagesRequest, check_credentials, parse_request
from simulator.sending import Delivery
from simulator.usage import InputUsage

MARK = {"x-simulator": "true"}
"""Stands in every response, so that nobody takes the simulator for a model."""

_JSON = "application/json"
_EVENTS = "text/event-stream; charset=utf-8"
_NONSENSE = b"<html><body>This is not the page you are looking for.</body></html>"


@dataclass(frozen=True)
class _Exchange:
    """One call under way."""

    engine: Engine
    headers: CallHeaders
    request_id: str
    started: float

    def delivery(
        self,
        kind: str,
        *,
        status: int = 200,
        content_type: str = _JSON,
        pieces: Sequence[bytes],
        duration: float,
        headers: dict[str, str] | None = None,
        on_begin: Callable[[], None] | None = None,
        **fields: Any,
    ) -> Delivery:
        """A response that logs itself under ``kind`` with the fields once it is delivered."""
        engine = self.engine

        def finishing() -> None:
            engine.finishing += 1

        def delivered() -> None:
            seconds = round(time.monotonic() - self.started, 3)
            line = {**self.headers.as_json(), "status": status, **_NO_TOKENS, **fields}
            engine.log.record(kind, **line, seconds=seconds, request_id=self.request_id)
            engine.finishing -= 1
            engine.in_flight -= 1

        def abandoned() -> None:
            engine.abandoned += 1
            engine.in_flight -= 1

        all_headers = {"content-type": content_type, "request-id": self.request_id, **MARK}
        return Delivery(
            status=status,
            headers={**all_headers, **(headers or {})},
            pieces=pieces,
            duration=duration,
            on_begin=on_begin or (lambda: None),
            on_finishing=finishing,
            on_delivered=delivered,
            on_abandoned=abandoned,
        )


_NO_TOKENS: dict[str, Any] = {
    "model": None,
    "stop_reason": None,
    "input_tokens": 0,
    "output_tokens": 0,
    "cache_read_tokens": 0,
    "cache_write_tokens": 0,
}


async def answer_messages(engine: Engine, request: Request) -> ASGIApp:
    """The response to one call; sending and logging it happens as it is called."""
    body = await request.body()
    exchange = _Exchange(
        engine, read_call_headers(request.headers), engine.new_id("req"), time.monotonic()
    )
    engine.in_flight += 1
    try:
        check_credentials(request.headers)
        parsed = parse_request(body, engine.models)
        usage = engine.cache.bill(parsed)
        answer, fault = engine.answer(parsed, exchange.headers)
    except ApiError as error:
        return error_delivery(exchange, error)
    except BaseException:
        engine.in_flight -= 1
        raise
    return _answer_delivery(exchange, parsed, usage, answer, fault)


def error_delivery(exchange: _Exchange, error: ApiError) -> Delivery:
    """An error answer, logged as one."""
    return exchange.delivery(
        "error",
        status=error.status,
        pieces=[json.dumps(error.body(exchange.request_id)).encode()],
        duration=0.0,
        headers=error.headers,
        error=error.message,
    )


def _answer_delivery(
    exchange: _Exchange,
    request: MessagesRequest,
    usage: InputUsage,
    answer: Answer,
    fault: Fault | None,
) -> Delivery:
    engine = exchange.engine
    duration = engine.latency if fault is None or fault.latency is None else fault.latency
    pieces = _pieces(request, usage, answer, engine.new_id("msg"))
    whole = exchange.delivery(
        "warm-up" if request.warm_up else "message",
        content_type=_EVENTS if request.stream else _JSON,
        pieces=pieces,
        duration=duration,
        on_begin=lambda: engine.cache.begin_response(usage),
        **_logged(request.model, usage, answer, fault),
    )
    if fault is None or fault.kind not in TRANSPORT_KINDS:
        return whole
    return _broken(exchange, whole, request, fault)


def _pieces(
    request: MessagesRequest, usage: InputUsage, answer: Answer, identifier: str
) -> list[bytes]:
    if request.stream:
        return list(
            stream_events(answer, identifier=identifier, model=request.model.id, usage=usage)
        )
    message = message_json(
        answer,
        identifier=identifier,
        model=request.model.id,
        usage=usage,
        output_tokens=0 if request.warm_up else answer.output_tokens,
    )
    return [json.dumps(message).encode()]


def _logged(model: Model, usage: InputUsage, answer: Answer, fault: Fault | None) -> dict[str, Any]:
    return {
        "model": model.id,
        "stop_reason": answer.stop_reason,
        "input_tokens": usage.uncached,
        "output_tokens": answer.output_tokens if answer.content else 0,
        "cache_read_tokens": usage.read,
        "cache_write_tokens": usage.written,
        "fault": fault.kind if fault else None,
    }


def _broken(
    exchange: _Exchange, whole: Delivery, request: MessagesRequest, fault: Fault
) -> Delivery:
    """The delivery as a transport fault leaves it, logged under the fault's own kind."""
    sent = list(whole.pieces)[: int(len(whole.pieces) * fault.share_sent)]
    kinds = {"garbage": "garbage", "error_event": "error", "hang": "hang"}
    content_type = _EVENTS if request.stream else _JSON
    if fault.kind == "garbage":
        sent, content_type = [_NONSENSE], "text/html"
    elif fault.kind == "error_event":
        error = {"type": "overloaded_error", "message": fault.message or "Overloaded"}
        sent = [*sent, event("error", {"error": error})]
    elif fault.kind == "no_events":
        sent = []
    delivery = exchange.delivery(
        kinds.get(fault.kind, "drop"),
        content_type=content_type,
        pieces=sent,
        duration=whole.duration,
        on_begin=whole.on_begin,
        model=request.model.id,
        fault=fault.kind,
    )
    if fault.kind == "drop":
        return replace(delivery, complete=False)
    if fault.kind == "hang":
        return replace(delivery, complete=False, silence=fault.seconds, pings=fault.pings)
    return delivery
