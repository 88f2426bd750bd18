"""What this process can find out of its models without spending anything."""

from __future__ import annotations

from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import DesignSessionError
from design_sessions.outcomes import ModelCheck


async def check_models(
    client: ModelClient, models: list[str], *, anonymous: bool = False
) -> list[ModelCheck]:
    """Check each model as ``start`` does, but for the small call that spends something.

    Args:
        client: of the endpoint.
        models: their names.
        anonymous: without a key, nothing is asked; only what the environment says is checked.
    """
    return [await _check(client, model, anonymous) for model in models]


async def _check(client: ModelClient, model: str, anonymous: bool) -> ModelCheck:
    unknown = "no key to ask with" if anonymous else ""
    try:
        client.check_settings()
        if not anonymous:
            unknown = (await client.check_model(model)).unknown
    except DesignSessionError as error:
        return ModelCheck(model=model, endpoint=client.endpoint, refused=str(error))
    return ModelCheck(model=model, endpoint=client.endpoint, unknown=unknown)
