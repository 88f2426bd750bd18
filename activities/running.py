"""What every activity does around its call of the domain."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import structlog
from temporalio import activity
from temporalio.exceptions import FailureError

from activities.errors import to_application_error, unforeseen
from activities.messages import Reference
from design_sessions.errors import DesignSessionError
from design_sessions.services import Services

_log = structlog.get_logger(__name__)

HEARTBEAT_INTERVAL = 2.0
"""Seconds; a fifth of the heartbeat timeout, so that a busy loop is not taken for a dead worker."""

DEFECT_TRIES = 5
"""Tries of an activity that ends in an error nobody foresaw: it may pay for a call each time."""

Result = TypeVar("Result")


@contextlib.asynccontextmanager
async def at_work(services: Services, reference: Reference) -> AsyncIterator[None]:
    """Refuse another database's session, heartbeat, and translate the domain's errors."""
    beating = asyncio.create_task(_heartbeat())
    try:
        services.check_deployment(reference.deployment_id)
        yield
    except DesignSessionError as error:
        _log.warning(
            "activity failed",
            activity=activity.info().activity_type,
            workflow=activity.info().workflow_id,
            attempt=activity.info().attempt,
            error=str(error),
        )
        raise to_application_error(error) from error
    except FailureError:
        raise
    except Exception as error:
        if activity.info().attempt < DEFECT_TRIES:
            raise
        raise unforeseen(error) from error
    finally:
        beating.cancel()


async def _heartbeat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(HEARTBEAT_INTERVAL)


async def in_thread(services: Services, reference: Reference, call: Callable[[], Result]) -> Result:
    """Run a blocking call of the domain; its effect is kept although the activity is cancelled."""
    async with at_work(services, reference):
        return await asyncio.to_thread(call)
