"""What the models API of an endpoint says before anything is spent.

Only Anthropic's own endpoint is sure to offer that API. A compatible one that does not know it, or
answers it oddly, may still serve messages, so this is not an error.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import anthropic
import httpx2
from pydantic import BaseModel, ConfigDict

from design_sessions.endpoint.connection import ModelConnection
from design_sessions.endpoint.remedies import certificate_remedy
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


class CheckedModel(NamedTuple):
    """What the models API said of one model."""

    limits: ModelLimits
    unknown: str = ""
    """Why it is not known whether key and model are accepted; empty if they are."""
    speaks_for_calls: bool = False
    """Whether this is surely Anthropic's own models API, so that calls need not be tried: it names
    the model's limits, which those that gateways make up do not."""


async def check_model(connection: ModelConnection, model: str) -> CheckedModel:
    """Check that key and model are accepted, if the endpoint offers the check.

    Raises:
        InputError: no key, no endpoint there, or a model that the endpoint does not have.
        CredentialsError: the key is refused.
        QuotaError: the account may not spend more.
    """
    await connection.provider.require_credentials()
    connection.check()
    if not model.strip():
        raise InputError("The model's name is empty.", "Choose one with --model.")
    if connection.provider.models_api is not None:
        return _unknown(connection.provider.models_api)
    try:
        said = await _retrieve(connection, model)
    except anthropic.NotFoundError:
        return await _find_in_list(connection, model)
    except anthropic.APIStatusError as error:
        translated = connection.translated(error)
        if isinstance(translated, CredentialsError | QuotaError):
            raise translated from None
        return _unknown(f"it answered HTTP {error.status_code}")
    except anthropic.APIConnectionError as error:
        cause: BaseException = error.__cause__ or error
        words = connection.safe(f"{type(cause).__name__}: {cause}".rstrip(": ."))
        if not isinstance(cause, _UNREACHABLE):
            return _unknown(words)
        raise InputError(
            f"The model endpoint {connection.reached} does not answer: {words}.",
            certificate_remedy(cause)
            or f"Check {connection.settings_of_the_way}, and that the endpoint is running.",
        ) from None
    except DesignSessionError:
        raise
    except Exception as error:
        return _unknown(connection.safe(type(error).__name__))
    if not isinstance(getattr(said, "id", None), str):
        return _unknown("its answer is none of the models API")
    limits = [_positive(getattr(said, name, None)) for name in ("max_input_tokens", "max_tokens")]
    return CheckedModel(_limits(said), speaks_for_calls=None not in limits)


async def _find_in_list(connection: ModelConnection, model: str) -> CheckedModel:
    """Look for a model that the endpoint does not know by its name alone.

    Gateways list patterns such as ``anthropic/*`` and names with tags such as ``name:latest``,
    which say little about what is accepted.
    """
    available = await _available_models(connection)
    if model in available:
        return CheckedModel(ModelLimits())
    names = {_without_tag(name) for name in available}
    if not available or any("*" in name for name in available) or _without_tag(model) in names:
        return _unknown("it does not name the model")
    shown = ", ".join(available[:_SHOWN_MODELS])
    more = ", ..." if len(available) > _SHOWN_MODELS else ""
    raise InputError(
        connection.safe(f"The endpoint {connection.reached} has no model {model!r}."),
        connection.safe(f"Choose one of: {shown}{more}."),
    )


def _unknown(why: str) -> CheckedModel:
    return CheckedModel(ModelLimits(), f"the models API does not say whether it is accepted: {why}")


def _without_tag(name: str) -> str:
    return name.partition(":")[0].casefold()


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
    sdk = await connection.sdk()
    if not isinstance(sdk, anthropic.AsyncAnthropic):
        raise TypeError("there is no models API")
    async with asyncio.timeout(CHECK_TIMEOUT):
        return await sdk.models.retrieve(
            model, timeout=httpx2.Timeout(CHECK_TIMEOUT, connect=CHECK_TIMEOUT / 2)
        )


async def _available_models(connection: ModelConnection) -> list[str]:
    """The models that the endpoint lists, empty where it offers no list."""
    try:
        sdk = await connection.sdk()
        if not isinstance(sdk, anthropic.AsyncAnthropic):
            return []
        async with asyncio.timeout(CHECK_TIMEOUT):
            page = await sdk.models.list(limit=1000)
        return [model.id for model in page.data if isinstance(model.id, str)]
    except Exception:
        return []
