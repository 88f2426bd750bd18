"""The one client of the model endpoint in a worker process.

It always streams and never retries: Temporal owns retries, since a retry inside the SDK could be
billed twice without anyone noticing.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast
from urllib.parse import quote

import anthropic
import httpx2

from design_sessions.endpoint.connection import ModelConnection
from design_sessions.endpoint.errors import NotAMessageError
from design_sessions.endpoint.message_assembly import MessageAssembly
from design_sessions.endpoint.message_events import message_events
from design_sessions.endpoint.messages import Block, ModelRequest, ModelResponse
from design_sessions.endpoint.models_api import (
    CheckedModel,
    ModelLimits,
    check_model,
    model_limits,
)
from design_sessions.endpoint.pace import Admission, Pace
from design_sessions.endpoint.time_limits import CallWatch, TimeLimits
from design_sessions.errors import (
    DesignSessionError,
    ModelError,
    ModelUnavailableError,
)
from design_sessions.settings import Settings
from design_sessions.status import Usage

_COUNTING = frozenset({"message_start", "message_delta"})
_ASK_AGAIN = 600.0
"""Seconds after which an endpoint that did not tell a model's limits is asked again."""


class ModelClient:
    """Calls the endpoint of the settings; use one for each process and close it at the end."""

    def __init__(self, settings: Settings) -> None:
        self._connection = ModelConnection(settings)
        self._time_limits = TimeLimits.of(settings)
        self._limits: dict[str, tuple[ModelLimits, float]] = {}
        self._asking = asyncio.Lock()
        self._longest_hold = settings.rate_limit_patience
        self._paces: dict[str, Pace] = {}
        self._strict = True
        """Whether the endpoint takes strict tools; some gateways refuse the word."""

    @property
    def endpoint(self) -> str:
        """The address as it may be shown, without credentials."""
        return self._connection.endpoint

    def pace(self, model: str) -> Pace:
        """How fast calls of a model may be sent, the same for all of this process."""
        return self._paces.setdefault(model, Pace(self._longest_hold))

    def check_settings(self) -> None:
        """Check what the environment says of the endpoint; asks nothing of it.

        Raises:
            InputError: the address, a proxy or ``SSL_CERT_FILE`` cannot be used.
        """
        self._connection.open()

    async def require_credentials(self) -> None:
        """Check that there are credentials; the endpoint is not asked whether it takes them.

        Raises:
            InputError: there are none.
            CredentialsError: they cannot be used.
        """
        await self._connection.provider.require_credentials()

    async def stream_turn(
        self,
        request: ModelRequest,
        *,
        headers: Mapping[str, str],
        on_usage: Callable[[Usage], None] | None = None,
        admission: Admission | None = None,
    ) -> ModelResponse:
        """One streamed call to its end.

        Args:
            request: what to send.
            headers: extra headers, such as ``X-Design-Session``.
            on_usage: called with the tokens counted so far, for a call that does not end well.
            admission: told what the endpoint's answer says of its rate limits.

        Raises:
            CredentialsError, QuotaError, ModelError, ModelUnavailableError: see
                :mod:`design_sessions.endpoint.errors`. Nothing else but a cancellation escapes.
        """
        try:
            return await self._stream(request, headers, on_usage, admission)
        except ModelError as error:
            if type(error) is not ModelError or not self._strict or "strict" not in error.message:
                raise
        self._strict = False
        return await self._stream(request, headers, on_usage, admission)

    async def _stream(
        self,
        request: ModelRequest,
        headers: Mapping[str, str],
        on_usage: Callable[[Usage], None] | None,
        admission: Admission | None,
    ) -> ModelResponse:
        watch = CallWatch(self._time_limits)
        answer = MessageAssembly()
        response: httpx2.Response | None = None
        try:
            async with watch.watching(), self._open(request, headers) as response:
                watch.listen(response)
                if admission is not None:
                    admission.taken(response.headers)
                async for event in message_events(response):
                    if not answer.take(event):
                        continue
                    # Reading to the end of the body lets the connection be used again.
                    watch.has_content(is_answered=answer.ended)
                    if event["type"] in _COUNTING:
                        if on_usage is not None:
                            on_usage(answer.usage)
                        if admission is not None:
                            admission.counted(answer.usage)
                return self._response(answer, response)
        except Exception as error:
            try:
                # Nothing is lost in a stream after its last event.
                if answer.ended and response is not None:
                    return self._response(answer, response)
                reason: Exception = watch.error(self._connection.reached) or error
            except Exception as nonsense:
                reason = nonsense
            translated = self._connection.translated(
                reason, None if response is None else response.request
            )
            if admission is not None and isinstance(error, anthropic.APIStatusError):
                _tell_refusal(admission, error, translated)
            # The cause may hold headers with the key in it, so it is not chained.
            raise translated from None

    async def check_model(self, model: str) -> CheckedModel:
        """See :func:`design_sessions.endpoint.models_api.check_model`."""
        checked = await check_model(self._connection, model)
        self._remember(model, checked.limits)
        return checked

    async def model_window(self, model: str) -> int:
        """Tokens of input that the model takes, 200,000 where the endpoint does not say."""
        return (await self._limits_of(model)).input_tokens

    async def output_limit(self, model: str) -> int | None:
        """The most output tokens that one call of the model may ask for, None where the endpoint
        does not say."""
        return (await self._limits_of(model)).output_tokens

    async def close(self) -> None:
        """Close the connections; the client can be used again afterwards."""
        await self._connection.close()

    async def _limits_of(self, model: str) -> ModelLimits:
        # Calls that begin together share one question, also when it is not answered.
        async with self._asking:
            limits, expiry = self._limits.get(model, (ModelLimits(), -math.inf))
            if expiry < asyncio.get_running_loop().time():
                limits = await model_limits(self._connection, model)
                self._remember(model, limits)
            return limits

    def _remember(self, model: str, limits: ModelLimits) -> None:
        now = asyncio.get_running_loop().time()
        self._limits[model] = (limits, math.inf if limits.told else now + _ASK_AGAIN)

    @asynccontextmanager
    async def _open(
        self, request: ModelRequest, headers: Mapping[str, str]
    ) -> AsyncIterator[httpx2.Response]:
        options: dict[str, Any] = {}
        if request.tools:
            tools = request.tools if self._strict else [_not_strict(t) for t in request.tools]
            options |= {"tools": tools, "tool_choice": {"type": "auto"}}
        if request.effort:
            options["output_config"] = {"effort": request.effort}
        sdk = await self._connection.sdk()
        stream = await sdk.messages.create(
            model=self._connection.provider.model_id(request.model),
            max_tokens=request.max_tokens,
            system=cast(Any, request.system),
            messages=cast(Any, request.messages),
            stream=True,
            # Its silence is watched here.
            timeout=self._connection.timeout_of_calls,
            extra_headers={name: quote(value, safe=" /:@") for name, value in headers.items()},
            **options,
        )
        try:
            yield stream.response
        finally:
            await stream.close()

    def _response(self, answer: MessageAssembly, response: httpx2.Response) -> ModelResponse:
        reached = self._connection.reached
        if not answer.started:
            kind = response.headers.get("content-type", "no content type")
            wrong = "" if "event-stream" in kind else f": {kind} instead of an event stream"
            raise NotAMessageError(
                self._connection.safe(
                    f"The model endpoint {reached} answered without a message{wrong}."
                ),
                f"Check that {self._connection.provider.names.address} names an endpoint that "
                "speaks Anthropic's Messages API.",
            )
        if not answer.ended and not answer.stop_reason:
            raise ModelUnavailableError(
                f"The stream from the model endpoint {reached} ended before the answer did."
            )
        unveiled = partial(self._connection.without_secrets, request=response.request)
        return ModelResponse(
            content=unveiled(answer.content()),
            stop_reason=unveiled(answer.stop_reason),
            model=unveiled(answer.model),
            usage=answer.usage,
            request_id=unveiled(response.headers.get("request-id")),
        )


def _not_strict(tool: Block) -> Block:
    return {name: value for name, value in tool.items() if name != "strict"}


def _tell_refusal(
    admission: Admission, error: anthropic.APIStatusError, translated: DesignSessionError
) -> None:
    """Slow down where the endpoint asks for it.

    A spending limit is not a question of speed. Nor is an overloaded endpoint (529), which refuses
    whoever comes, unless it says how long to wait.
    """
    if isinstance(translated, ModelUnavailableError) and (
        error.status_code == 429 or translated.retry_after is not None
    ):
        admission.refused(error.response.headers, translated.retry_after)
