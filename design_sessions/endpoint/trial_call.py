"""One small real call, which finds out what no models API can say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from design_sessions.endpoint.errors import NotAMessageError
from design_sessions.endpoint.messages import Block, ModelRequest
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import InputError, ModelError, ModelUnavailableError

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
) -> str:
    """Make a call as a session makes them, but for its length.

    Args:
        client: of the endpoint.
        model: its name.
        tools: those of the conversations.
        effort: ``output_config.effort``.
        max_tokens: the most output tokens that the session's calls will ask for.
        headers: as with any call.

    Returns:
        Why it is not known whether the endpoint takes the model's calls; empty if it does.

    Raises:
        InputError: the endpoint refuses the call, or answers with something else than a message.
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
            await client.stream_turn(request, headers=headers)
    except TimeoutError:
        return f"no answer to a small call within {PATIENCE:g} seconds"
    except NotAMessageError as error:
        raise InputError(error.message, error.remedy) from None
    except ModelUnavailableError as error:
        return error.message
    except ModelError as error:
        raise InputError(error.message, error.remedy) from None
    return ""


def _cached(text: str) -> Block:
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}
