"""Every failure of the model endpoint as an error of the domain, decided in this one place.

Rules from the Messages API and the SDK: 408, 409, 429, 5xx, connection errors, timeouts and broken
streams may pass; the other 4xx do not; ``x-should-retry`` overrides both; two of the 429s are
spending limits, which do not pass either.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import anthropic
import httpx2

from design_sessions.endpoint.http_client import OversizedAnswerError
from design_sessions.endpoint.message_events import StreamedError
from design_sessions.endpoint.provider import SettingNames
from design_sessions.endpoint.remedies import certificate_remedy, remedy_of
from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    ModelError,
    ModelUnavailableError,
    QuotaError,
)
from design_sessions.metrics import RefusalReason
from design_sessions.unprintable import UNPRINTABLE

MAX_TEXT = 300
_ANTHROPICS = SettingNames()
_SPEND_LIMITS = frozenset({"enforced_spend_limit_reached", "contract_spend_limit_reached"})
_PASSING_STATUS = frozenset({408, 409, 429})
_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
}
"""An error that comes with HTTP status 200 has a type that says which status it stands for."""
_OF_KEYS = frozenset({"authentication_error", "permission_error"})
"""The Messages API's errors about a key; a firewall that refuses one request has none of them."""
_KEY_LIKE = re.compile(r"\bsk-[A-Za-z0-9_\-]{8,}")
_NEVER_SENT = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.InvalidURL)


class NotAMessageError(ModelUnavailableError):
    """An answer that is none of the Messages API's: passes if it came from something before it."""


class RateLimitedError(ModelUnavailableError):
    """A 429 that is not a spending limit: passes unless Retry-After outlasts our patience."""


def refusal_reason(error: DesignSessionError) -> RefusalReason:
    """What a call's error says of the endpoint, for metrics."""
    match error:
        case RateLimitedError():
            return "rate_limit"
        case QuotaError():
            return "spending_limit"
        case CredentialsError():
            return "credentials"
        case ModelUnavailableError():
            return "unavailable"
    return "request"


def safe_line(text: str, secrets: Sequence[str] = ()) -> str:
    """``text`` on one printable line of at most 300 characters, without any of ``secrets`` or what
    looks like a key."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    text = " ".join(UNPRINTABLE.sub("\ufffd", _KEY_LIKE.sub("***", text)).split())
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 3]}..."


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that ``retry-after-ms`` or ``retry-after`` (seconds or an HTTP date) asks for."""
    for name, factor in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            seconds = float(value) * factor
        except ValueError:
            try:
                moment = parsedate_to_datetime(value)
            except (ValueError, TypeError):
                continue
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            seconds = (moment - (now or datetime.now(UTC))).total_seconds()
        if math.isfinite(seconds):
            return max(0.0, seconds)
    return None


def translate(
    error: Exception,
    *,
    reached: str,
    secrets: Sequence[str],
    names: SettingNames = _ANTHROPICS,
) -> DesignSessionError:
    """The domain's error for whatever the SDK or the HTTP library raised.

    Args:
        error: anything but a cancellation.
        reached: the address and the way there, as they are shown.
        secrets: texts that must not appear in the message.
        names: what a remedy tells to look at.
    """
    if isinstance(error, DesignSessionError):
        return error
    if isinstance(error, anthropic.APIStatusError):
        if error.status_code < 400:
            return _redirected(error.response, reached, names)
        return _refusal(_Refusal.of_status(error), reached, secrets, names)
    if isinstance(error, StreamedError):
        return _refusal(_Refusal.in_stream(error), reached, secrets, names)
    cause = _root(error)
    words = safe_line(f"{type(cause).__name__}: {cause}".rstrip(": ."), secrets)
    if isinstance(cause, OversizedAnswerError):
        return ModelUnavailableError(
            f"The model endpoint {reached} sent {cause}.", "Check the endpoint's answer."
        )
    if isinstance(cause, _NEVER_SENT):
        return ModelError(
            f"Cannot send a request to the model endpoint {reached}: {words}.",
            f"Check the worker's {names.address} and {names.credentials}.",
        )
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        return ModelUnavailableError(f"The model endpoint {reached} did not answer in time.")
    if isinstance(error, anthropic.APIConnectionError):
        return ModelUnavailableError(
            f"The model endpoint {reached} does not answer: {words}.",
            certificate_remedy(cause) or "",
        )
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError | OSError):
        return ModelUnavailableError(
            f"The stream from the model endpoint {reached} was dropped: {words}."
        )
    return NotAMessageError(
        f"The model endpoint {reached} answered something that is not a Messages API stream: "
        f"{words}.",
        f"Check that {names.address} names an endpoint that speaks Anthropic's Messages API.",
    )


def _root(error: BaseException) -> BaseException:
    """The innermost cause, which says more than the SDK's 'Connection error.'"""
    while isinstance(error, anthropic.APIConnectionError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def _redirected(
    response: httpx2.Response, reached: str, names: SettingNames
) -> ModelUnavailableError:
    """A redirect, which is not followed: it could lead the key and the conversation elsewhere."""
    try:
        target = response.url.join(response.headers.get("location", ""))
        where = f" to {target.copy_with(userinfo=b'', raw_path=b'/')}"
    except (httpx2.InvalidURL, ValueError):
        where = ""
    return ModelUnavailableError(
        safe_line(
            f"The model endpoint {reached} answered HTTP {response.status_code}: it redirects"
            f"{where}, which is not followed."
        ),
        f"Set the worker's {names.address} to the address itself.",
    )


class _Refusal(NamedTuple):
    """What an endpoint said instead of an answer."""

    status: int
    shown_status: str
    """``HTTP 429``; empty for an error that came with status 200."""
    type: str | None
    words: str
    code: str | None
    headers: Mapping[str, str]

    @classmethod
    def of_status(cls, error: anthropic.APIStatusError) -> _Refusal:
        return cls(
            error.status_code,
            f"HTTP {error.status_code}",
            error.type if isinstance(error.type, str) else None,
            error.api_message if isinstance(error.api_message, str) else str(error),
            error.error_code,
            error.response.headers,
        )

    @classmethod
    def in_stream(cls, error: StreamedError) -> _Refusal:
        status = _STATUS_OF_TYPE.get(error.type or "", 500)
        # What its headers say of retries was said before anything had gone wrong.
        headers = {"request-id": error.headers.get("request-id", "")}
        return cls(status, "", error.type, error.message, error.code, headers)


def _refusal(
    said: _Refusal, reached: str, secrets: Sequence[str], names: SettingNames
) -> DesignSessionError:
    status, words = said.status, said.words
    label = " ".join(filter(None, (said.shown_status, said.type))) or "an error"
    id_ = said.headers.get("request-id")
    request = f" (request {id_})" if id_ else ""
    whole = f"The model endpoint {reached} answered {label}: {words.strip().rstrip('.')}{request}"
    text = f"{safe_line(whole, secrets)}."
    if status == 401:
        return CredentialsError(
            text, f"Check the worker's {names.credentials}, restart it, then retry."
        )
    if status == 403 and names.is_cloud:
        return CredentialsError(
            text, f"Check that the worker's {names.credentials} may use this model, then retry."
        )
    if status == 403 and said.type in _OF_KEYS:
        return CredentialsError(
            text, "Check that the key may use this model, or set another key, then retry."
        )
    if status == 402 or said.code in _SPEND_LIMITS or (status == 400 and "credit balance" in words):
        return QuotaError(text, "Raise the spending limit or add credit, then retry.")
    passing = status in _PASSING_STATUS or status >= 500
    told = said.headers.get("x-should-retry")
    if told in ("true", "false"):
        passing = told == "true"
    if not passing:
        return ModelError(text, remedy_of(status, words, names.address))
    wait = retry_after(said.headers)
    if status == 429:
        return RateLimitedError(text, retry_after=wait)
    return ModelUnavailableError(text, retry_after=wait)
