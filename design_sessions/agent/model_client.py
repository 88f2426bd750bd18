"""The one client of the model endpoint in a worker process.

It always streams and never retries: Temporal owns retries, since a retry inside the SDK could be
billed twice and be seen by nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import quote

from anthropic.lib.streaming import AsyncMessageStream, AsyncMessageStreamManager
from pydantic import BaseModel

from design_sessions.agent.endpoint_check import DEFAULT_WINDOW, check_model, model_window
from design_sessions.agent.message_events import MessageEvents, checked_content, encodable
from design_sessions.agent.model_connection import ModelConnection
from design_sessions.errors import ModelUnavailableError
from design_sessions.settings import Settings
from design_sessions.status import Usage

Block = dict[str, Any]
"""One content block of the Messages API, as JSON."""

_PROGRESS = frozenset(
    {
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    }
)
"""Events that show that the model is at work; pings and unknown ones do not."""


_COUNTING = frozenset({"message_start", "message_delta"})
_MOST_TOKENS = 10_000_000
"""Of one kind in one answer; an endpoint that counts more than any window holds counts nonsense."""
_CLOSING_TIME = 2.0
"""Seconds given to a stream to close after its last event."""


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
    """One answer, whole. ``content`` holds the blocks exactly as received."""

    content: list[Block]
    stop_reason: str
    model: str
    usage: Usage
    """Tokens; ``cost_usd`` is not known here and None."""
    request_id: str | None = None


class ModelClient:
    """Calls the endpoint of the settings; use one for each process and close it at the end."""

    def __init__(self, settings: Settings) -> None:
        self._connection = ModelConnection(settings)
        self._idle_timeout = settings.model_idle_timeout
        self._turn_timeout = settings.turn_timeout
        self._windows: dict[str, int] = {}

    @property
    def endpoint(self) -> str:
        """The address as it may be shown, without credentials."""
        return self._connection.endpoint

    async def stream_turn(
        self,
        request: ModelRequest,
        *,
        headers: Mapping[str, str],
        on_usage: Callable[[Usage], None] | None = None,
    ) -> ModelResponse:
        """One streamed call to its end.

        Args:
            request: what to send.
            headers: extra headers, such as ``X-Design-Session``.
            on_usage: called with the tokens counted so far, for a call that does not end well.

        Raises:
            CredentialsError, QuotaError, ModelError, ModelUnavailableError: see
                :mod:`design_sessions.agent.model_errors`. Nothing else but a cancellation escapes.
        """
        loop = asyncio.get_running_loop()
        # The stream once its last event has come: what happens to it afterwards is no loss.
        answer: AsyncMessageStream[None] | None = None
        try:
            async with (
                asyncio.timeout(self._turn_timeout) as whole,
                asyncio.timeout(self._idle_timeout) as idle,
                self._open(request, headers) as stream,
            ):
                started = False
                async for event in stream:
                    if event.type not in _PROGRESS:
                        continue
                    started = started or event.type == "message_start"
                    ended = event.type == "message_stop" and started
                    answer = stream if ended else None
                    # Reading to the end of the body lets the connection be used again.
                    idle.reschedule(loop.time() + (_CLOSING_TIME if ended else self._idle_timeout))
                    if on_usage is not None and event.type in _COUNTING:
                        on_usage(_usage(stream.current_message_snapshot.usage))
                self._require_start(stream, started)
                return self._response(stream)
        except Exception as error:
            try:
                if answer is not None:
                    return self._response(answer)
                reason: Exception = self._late(whole, idle) or error
            except Exception as nonsense:
                reason = nonsense
            # The cause may hold headers with the key in it, so it is not chained.
            raise self._connection.translated(reason) from None

    async def check_model(self, model: str) -> None:
        """See :func:`design_sessions.agent.endpoint_check.check_model`."""
        await check_model(self._connection, model)

    async def model_window(self, model: str) -> int:
        """Tokens of input that the model takes, 200,000 where the endpoint does not say."""
        if model not in self._windows:
            window = await model_window(self._connection, model)
            if window is None:
                return DEFAULT_WINDOW
            self._windows[model] = window
        return self._windows[model]

    async def close(self) -> None:
        """Close the connections; the client can be used again afterwards."""
        await self._connection.close()

    def _open(
        self, request: ModelRequest, headers: Mapping[str, str]
    ) -> AsyncMessageStreamManager[None]:
        options: dict[str, Any] = {}
        if request.tools:
            options |= {"tools": request.tools, "tool_choice": {"type": "auto"}}
        if request.effort:
            options["output_config"] = {"effort": request.effort}

        async def events() -> Any:
            stream = await self._connection.sdk().messages.create(
                model=request.model,
                max_tokens=request.max_tokens,
                system=cast(Any, request.system),
                messages=cast(Any, request.messages),
                stream=True,
                extra_headers={name: quote(value, safe=" /:@") for name, value in headers.items()},
                **options,
            )
            return MessageEvents(stream)

        return AsyncMessageStreamManager(events())

    def _late(self, whole: asyncio.Timeout, idle: asyncio.Timeout) -> ModelUnavailableError | None:
        """The error for a call that was ended for being silent or too long."""
        if idle.expired():
            return ModelUnavailableError(
                f"The model endpoint {self.endpoint} sent nothing for {self._idle_timeout:g} "
                "seconds.",
                "DESIGN_MODEL_IDLE_TIMEOUT says how long that may last.",
            )
        if whole.expired():
            return ModelUnavailableError(
                f"The answer of the model endpoint {self.endpoint} was not complete after "
                f"{self._turn_timeout:g} seconds.",
                "DESIGN_TURN_TIMEOUT says how long one call may take.",
            )
        return None

    def _require_start(self, stream: AsyncMessageStream[None], started: bool) -> None:
        if started:
            return
        kind = stream.response.headers.get("content-type", "no content type")
        wrong = "" if "event-stream" in kind else f": {kind} instead of an event stream"
        raise ModelUnavailableError(
            self._connection.safe(
                f"The model endpoint {self.endpoint} answered without a message{wrong}."
            ),
            "Check that ANTHROPIC_BASE_URL names an endpoint that speaks Anthropic's Messages API.",
        )

    def _response(self, stream: AsyncMessageStream[None]) -> ModelResponse:
        message = stream.current_message_snapshot
        if not message.stop_reason:
            raise ModelUnavailableError(
                f"The stream from the model endpoint {self.endpoint} ended before the answer did."
            )
        return ModelResponse(
            content=checked_content([block.to_dict(mode="json") for block in message.content]),
            stop_reason=encodable(str(message.stop_reason)),
            model=encodable(str(message.model or "")),
            usage=_usage(message.usage),
            request_id=stream.request_id,
        )


def _usage(usage: object) -> Usage:
    def count(name: str) -> int:
        value = getattr(usage, name, None)
        return min(value, _MOST_TOKENS) if type(value) is int and value > 0 else 0

    return Usage(
        input_tokens=count("input_tokens"),
        output_tokens=count("output_tokens"),
        cache_read_tokens=count("cache_read_input_tokens"),
        cache_write_tokens=count("cache_creation_input_tokens"),
        cost_usd=None,
    )
