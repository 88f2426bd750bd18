"""One small real call, which finds out what no models API can say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from design_sessions.endpoint.errors import NotAMessageError
from design_sessions.endpoint.messages import Block, ModelRequest, ModelResponse
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import InputError, ModelError, ModelUnavailableError
from design_sessions.status import Usage

PATIENCE = 60.0
"""Seconds that a person waits for the answer."""
_QUESTION = "This only checks the connection. Call no tool; answer with one word: ready."


async def try_model(
    client: ModelClient,
    model: str,
    *,
    tools: list[Block],
    effort: str,
    max_tokens: int,
    headers: Mapping[str, str],
    on_usage: Callable[[Usage], None] | None = None,
) -> ModelResponse | None:
    """Make a call as a session makes them, but for its length.

    Args:
        client: of the endpoint.
        model: its name.
        tools: those of the conversations.
        effort: ``output_config.effort``.
        max_tokens: the most output tokens that the session's calls will ask for.
        headers: as with any call.
        on_usage: called with the tokens counted so far.

    Returns:
        The answer; None if it did not come within :data:`PATIENCE`.

    Raises:
        InputError: the endpoint refuses the call, or answers with something else than a message.
        ModelUnavailableError: it failed in a way that may pass.
        CredentialsError, QuotaError: as for any call.
    """
    request = ModelRequest(
        model=model,
        system=[_cached(_QUESTION)],
        tools=tools,
        messages=[{"role": "user", "content": [_cached(_QUESTION)]}],
        max_tokens=max_tokens,
        effort=effort,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            return await client.stream_turn(request, headers=headers, on_usage=on_usage)
    except TimeoutError:
        return None
    except ModelError as error:
        if isinstance(error, ModelUnavailableError) and not isinstance(error, NotAMessageError):
            raise
        raise InputError(error.message, error.remedy) from None


def _cached(text: str) -> Block:
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}
