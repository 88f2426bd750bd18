"""What the models API of an endpoint says before anything is spent.

Only Anthropic's own endpoint is sure to offer that API. A compatible one that does not know it, or
answers it oddly, may still serve messages, so this is not an error.
"""

from __future__ import annotations

import asyncio

import anthropic
import httpx2
from pydantic import BaseModel, ConfigDict

from design_sessions.endpoint.connection import ModelConnection
from design_sessions.errors import CredentialsError, DesignSessionError, InputError, QuotaError

DEFAULT_WINDOW = 200_000
"""Tokens of input assumed for a model whose endpoint does not say."""
CHECK_TIMEOUT = 10.0
_SHOWN_MODELS = 10
_UNREACHABLE = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.UnsupportedProtocol,
    httpx2.InvalidURL,
    httpx2.LocalProtocolError,
    httpx2.ProxyError,
)


class ModelLimits(BaseModel):
    """How much a model takes and gives, in tokens."""

    model_config = ConfigDict(frozen=True)

    input_tokens: int = DEFAULT_WINDOW
    output_tokens: int | None = None
    """The most that one call may ask for; None where the endpoint does not say."""
    told: bool = False
    """Whether the endpoint said any of it."""


async def check_model(connection: ModelConnection, model: str) -> ModelLimits:
    """Check that key and model are accepted, if the endpoint offers the check.

    Returns:
        What the endpoint said of the model's limits.

    Raises:
        InputError: no key, no endpoint there, or a model that the endpoint does not have.
        CredentialsError: the key is refused.
        QuotaError: the account may not spend more.
    """
    connection.require_credentials()
    if not model.strip():
        raise InputError("The model's name is empty.", "Choose one with --model.")
    try:
        return _limits(await _retrieve(connection, model))
    except anthropic.NotFoundError:
        available = await _available_models(connection)
        if available and model not in available:
            shown = ", ".join(available[:_SHOWN_MODELS])
            more = ", ..." if len(available) > _SHOWN_MODELS else ""
            raise InputError(
                connection.safe(f"The endpoint {connection.endpoint} has no model {model!r}."),
                connection.safe(f"Choose one of: {shown}{more}."),
            ) from None
    except anthropic.APIStatusError as error:
        translated = connection.translated(error)
        if isinstance(translated, CredentialsError | QuotaError):
            raise translated from None
    except anthropic.APIConnectionError as error:
        cause: BaseException = error.__cause__ or error
        if isinstance(cause, _UNREACHABLE):
            words = connection.safe(f"{type(cause).__name__}: {cause}".rstrip(": ."))
            raise InputError(
                f"The model endpoint {connection.endpoint} does not answer: {words}.",
                "Check ANTHROPIC_BASE_URL, and that the endpoint is running.",
            ) from None
    except DesignSessionError:
        raise
    except httpx2.InvalidURL as error:
        raise InputError(
            connection.safe(f"ANTHROPIC_BASE_URL is not a URL: {error}."),
            "Fix it; the default is https://api.anthropic.com.",
        ) from None
    except Exception:
        return ModelLimits()
    return ModelLimits()


async def model_limits(connection: ModelConnection, model: str) -> ModelLimits:
    """What the endpoint says about the model's limits; unknown if anything goes wrong."""
    try:
        return _limits(await _retrieve(connection, model))
    except Exception:
        return ModelLimits()


def _limits(said: object) -> ModelLimits:
    window = _positive(getattr(said, "max_input_tokens", None))
    longest = _positive(getattr(said, "max_tokens", None))
    return ModelLimits(
        input_tokens=window or DEFAULT_WINDOW,
        output_tokens=longest,
        told=window is not None or longest is not None,
    )


def _positive(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


async def _retrieve(connection: ModelConnection, model: str) -> object:
    async with asyncio.timeout(CHECK_TIMEOUT):
        return await connection.sdk().models.retrieve(
            model, timeout=httpx2.Timeout(CHECK_TIMEOUT, connect=CHECK_TIMEOUT / 2)
        )


async def _available_models(connection: ModelConnection) -> list[str]:
    """The models that the endpoint lists, empty where it offers no list."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            page = await connection.sdk().models.list(limit=1000)
        return [model.id for model in page.data if isinstance(model.id, str)]
    except Exception:
        return []
