"""``POST /v1/messages``: what is sent and what is logged."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from simulator.answers import Answer, event, message_json, stream_events
from simulator.api_errors import ApiError
from simulator.engine import Engine
from simulator.faults import TRANSPORT_KINDS, Fault
from simulator.requests import (
    CallHeaders,
    MessagesRequest,
    check_credentials,
    parse_request,
    read_call_headers,
)
from simulator.sending import Delivery, deliver
from simulator.usage import InputUsage

MARK = {"x-simulator": "true"}
"""Stands in every response, so that nobody takes the simulator for a model."""

_JSON = "application/json"
_EVENTS = "text/event-stream; charset=utf-8"
_NONSENSE = b"<html><body>This is not the page you are looking for.</body></html>"
_BROKEN_AS = {"garbage": "garbage", "error_event": "error", "hang": "hang"}
"""The kind in the log by the kind of fault; ``drop`` for the others."""
_UNKNOWN: dict[str, Any] = {
    "model": None,
    "stop_reason": None,
    "fault": None,
    "error": None,
    "input_tokens": 0,
    "output_tokens": 0,
    "cache_read_tokens": 0,
    "cache_write_tokens": 0,
}


@dataclass(frozen=True)
class _Response:
    """What is sent, and what is logged once it is sent."""

    kind: str
    delivery: Delivery
    usage: InputUsage = field(default_factory=lambda: InputUsage(0, 0, 0, 0))
    line: dict[str, Any] = field(default_factory=dict)


class MessagesEndpoint:
    """The endpoint over one engine; an ASGI application, since it watches the connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, and log the answer once its last byte is sent."""
        engine = self._engine
        request = Request(scope, receive)
        body = await request.body()
        started, request_id = time.monotonic(), engine.new_id("req")
        headers = dict(request.headers)
        call = read_call_headers(headers)
        response = _response(engine, headers, call, body, request_id)
        finishing = delivered = False

        def on_finishing() -> None:
            nonlocal finishing
            finishing = True
            engine.finishing += 1
            if tokens := response.line.get("output_tokens"):
                engine.rate_limiter.take_output(response.line["model"], tokens)

        engine.in_flight += 1
        try:
            delivered = await deliver(
                response.delivery,
                receive,
                send,
                on_begin=lambda: engine.cache.begin_response(response.usage),
                on_finishing=on_finishing,
            )
            if delivered:
                engine.log.record(
                    response.kind,
                    **call._asdict(),
                    status=response.delivery.status,
                    **{**_UNKNOWN, **response.line},
                    seconds=round(time.monotonic() - started, 3),
                    request_id=request_id,
                )
        finally:
            engine.finishing -= finishing
            engine.abandoned += not delivered
            engine.in_flight -= 1


def _response(
    engine: Engine, sent: dict[str, str], call: CallHeaders, body: bytes, request_id: str
) -> _Response:
    headers = {"content-type": _JSON, "request-id": request_id, **MARK}
    try:
        check_credentials(sent)
        parsed = parse_request(body, engine.models)
        usage = engine.cache.bill(parsed)
        headers |= engine.rate_limiter.admit(parsed.model.id, usage.uncached + usage.written)
        answer, fault = engine.answer(parsed, call)
    except ApiError as error:
        text = json.dumps(error.body(request_id)).encode()
        delivery = Delivery(error.status, {**headers, **error.headers}, [text])
        return _Response("error", delivery, line={"error": error.message})
    if parsed.stream:
        headers["content-type"] = _EVENTS
    duration = engine.latency if fault is None or fault.latency is None else fault.latency
    pieces = _pieces(parsed, usage, answer, engine.new_id("msg"))
    delivery = Delivery(200, headers, pieces, duration)
    line: dict[str, Any] = {"model": parsed.model.id, "fault": fault.kind if fault else None}
    if fault is not None and fault.kind in TRANSPORT_KINDS:
        kind = _BROKEN_AS.get(fault.kind, "drop")
        return _Response(kind, _broken(delivery, fault), usage, line)
    line |= {
        "stop_reason": answer.stop_reason,
        "input_tokens": usage.uncached,
        "output_tokens": answer.output_tokens if answer.content else 0,
        "cache_read_tokens": usage.read,
        "cache_write_tokens": usage.written,
    }
    return _Response("warm-up" if parsed.warm_up else "message", delivery, usage, line)


def _pieces(
    request: MessagesRequest, usage: InputUsage, answer: Answer, identifier: str
) -> list[bytes]:
    model = request.model.id
    if request.stream:
        return list(stream_events(answer, identifier=identifier, model=model, usage=usage))
    output_tokens = 0 if request.warm_up else answer.output_tokens
    message = message_json(
        answer, identifier=identifier, model=model, usage=usage, output_tokens=output_tokens
    )
    return [json.dumps(message).encode()]


def _broken(whole: Delivery, fault: Fault) -> Delivery:
    """The delivery as a transport fault leaves it."""
    sent = list(whole.pieces)[: int(len(whole.pieces) * fault.share_sent)]
    match fault.kind:
        case "garbage":
            headers = {**whole.headers, "content-type": "text/html"}
            return replace(whole, headers=headers, pieces=[_NONSENSE])
        case "error_event":
            error = {"type": "overloaded_error", "message": fault.message or "Overloaded"}
            return replace(whole, pieces=[*sent, event("error", {"error": error})])
        case "no_events":
            return replace(whole, pieces=[])
        case "drop":
            return replace(whole, pieces=sent, complete=False)
        case "hang":
            silence, pings = fault.seconds, fault.pings
            return replace(whole, pieces=sent, complete=False, silence=silence, pings=pings)
        case _:
            return replace(whole, pieces=sent)
