"""Asks a running worker about its models: its key counts, not the one of this terminal."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from temporalio.client import ActivityFailureError
from temporalio.service import RPCError

from design_sessions.outcomes import ModelCheck
from design_sessions.settings import Settings
from hosting.temporal_connection import Connection

_PATIENCE = timedelta(seconds=45)
"""The longest that a worker takes for two models whose endpoint does not answer."""
_PICKED_UP_WITHIN = timedelta(seconds=5)


async def ask_worker(
    connection: Connection, settings: Settings, *, design: str | None, review: str | None
) -> list[ModelCheck] | None:
    """What a worker says of the design and the review model; None is its own.

    Returns:
        None if no worker answers, or server or worker do not know such requests.
    """
    try:
        found: list[ModelCheck] = await connection.client.execute_activity(
            "check_models",
            args=[design, review],
            id=f"context-design-doctor/{uuid4()}",
            task_queue=settings.task_queue,
            result_type=list[ModelCheck],
            schedule_to_start_timeout=_PICKED_UP_WITHIN,
            schedule_to_close_timeout=_PATIENCE,
        )
    except (ActivityFailureError, RPCError):
        return None
    return found
