"""What the models API of an endpoint says before anything is spent.

Only Anthropic's own endpoint surely offers that API. A compatible one that does not know it, or
answers it oddly, may still serve messages, so that this is no error.
"""

from __future__ import annotations

import asyncio

import anthropic
import httpx2

from design_sessions.agent.model_connection import ModelConnection
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


async def check_model(connection: ModelConnection, model: str) -> None:
    """Whether key and model are accepted, as far as the endpoint offers the check.

    Raises:
        InputError: no key, no endpoint there, or a model that the endpoint does not have.
        CredentialsError: the key is refused.
        QuotaError: the account may not spend more.
    """
    connection.require_credentials()
    if not model.strip():
        raise InputError("The model's name is empty.", "Name one with --model.")
    try:
        await _retrieve(connection, model)
    except anthropic.NotFoundError:
        available = await _available_models(connection)
        if available and model not in available:
            shown = ", ".join(available[:_SHOWN_MODELS])
            more = ", ..." if len(available) > _SHOWN_MODELS else ""
            raise InputError(
                connection.safe(f"The endpoint {connection.endpoint} has no model {model!r}."),
                f"Choose one of: {shown}{more}.",
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
                "Check ANTHROPIC_BASE_URL, and that the endpoint runs.",
            ) from None
    except DesignSessionError:
        raise
    except httpx2.InvalidURL as error:
        raise InputError(
            connection.safe(f"ANTHROPIC_BASE_URL is not an address: {error}."),
            "Correct it; https://api.anthropic.com is the default.",
        ) from None
    except Exception:
        return


async def model_window(connection: ModelConnection, model: str) -> int | None:
    """Tokens of input that the model takes, None where the endpoint does not say."""
    try:
        limit = getattr(await _retrieve(connection, model), "max_input_tokens", None)
    except Exception:
        return None
    return limit if isinstance(limit, int) and limit > 0 else None


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
