"""The HTTP interface: which path is answered by what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulator.api_errors import ApiError
from simulator.engine import Engine, raise_error_of
from simulator.faults import Endpoint
from simulator.messages_endpoint import MARK, MessagesEndpoint
from simulator.requests import check_credentials, parse_request
from simulator.usage import prefixes_of

EXPLANATION = """\
This is a simulator of the Messages API, for demos, tests and benchmarks. There is no model behind
it: its drafts and reviews are put together from the request by rules, and say so.

  POST /v1/messages               streaming or not, tools, max_tokens=0
  POST /v1/messages/count_tokens
  GET  /v1/models, /v1/models/ID
  GET  /simulator                 counts of this process

Any API key is accepted, but for the key "invalid".
"""


def create_application(engine: Engine) -> Starlette:
    """The ASGI application over one engine."""

    async def explain(request: Request) -> Response:
        return PlainTextResponse(EXPLANATION, headers=MARK)

    async def counts(request: Request) -> Response:
        state = {
            "seed": engine.seed,
            "latency": engine.latency,
            "answered": engine.log.counts,
            "in_flight": engine.in_flight,
            "abandoned": engine.abandoned,
            "rate_limits": engine.rate_limiter.counts(),
        }
        return JSONResponse(state, headers=MARK)

    async def count(request: Request) -> Response:
        body = await request.body()

        def answer() -> dict[str, Any]:
            parsed = parse_request(body, engine.models, counting=True)
            return {"input_tokens": prefixes_of(parsed)[-1].tokens}

        return await _answered(engine, request, "count_tokens", answer)

    async def models(request: Request) -> Response:
        data = [model.as_json() for model in engine.models]
        ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]}
        return await _answered(
            engine, request, "models", lambda: {"data": data, "has_more": False, **ends}
        )

    async def model(request: Request) -> Response:
        identifier = request.path_params["identifier"]
        return await _answered(
            engine, request, "models", lambda: engine.models.require(identifier).as_json()
        )

    return Starlette(
        routes=[
            Route("/", explain),
            Route("/simulator", counts),
            Route("/v1/messages", MessagesEndpoint(engine), methods=["POST"]),
            Route("/v1/messages/count_tokens", count, methods=["POST"]),
            Route("/v1/models", models),
            Route("/v1/models/{identifier:path}", model),
        ],
        exception_handlers={404: _not_found, 405: _not_found},
    )


async def _answered(
    engine: Engine, request: Request, endpoint: Endpoint, answer: Callable[[], dict[str, Any]]
) -> Response:
    """A small answer, or the error that the request or a fault brings."""
    request_id = engine.new_id("req")
    headers = {**MARK, "request-id": request_id}
    try:
        check_credentials(request.headers)
        fault = engine.fault_at(endpoint)
        if fault is not None and fault.latency:
            await asyncio.sleep(fault.latency)
        raise_error_of(fault)
        if fault is not None and fault.kind == "garbage":
            return PlainTextResponse("This is not JSON.", headers=headers)
        return JSONResponse(answer(), headers=headers)
    except ApiError as error:
        return JSONResponse(
            error.body(request_id), status_code=error.status, headers={**headers, **error.headers}
        )


async def _not_found(request: Request, error: Exception) -> Response:
    missing = ApiError(404, f"{request.method} {request.url.path}: Not Found")
    return JSONResponse(missing.body("req_sim_none"), status_code=404, headers=MARK)
