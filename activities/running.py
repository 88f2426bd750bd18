"""What every activity does around its call of the domain."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Concatenate, ParamSpec, TypeVar

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError, FailureError

from activities.errors import to_application_error, unforeseen
from design_sessions.data_directory import is_full_disk
from design_sessions.errors import DesignSessionError
from design_sessions.references import SessionReference
from design_sessions.services import Services

_log = structlog.get_logger(__name__)

HEARTBEAT_INTERVAL = 2.0
"""Seconds; a fifth of the heartbeat timeout, so a busy loop does not look like a dead worker."""
_LONGEST_INTERVAL = 4.0
_HEARTBEATS_A_SECOND = 25
"""Of a process; with more, its activities heartbeat less often. Each costs 2.4 ms of processor
time, most of it the server's."""

DEFECT_TRIES = 5
"""Attempts of an activity that fails unexpectedly: each may pay for a model call."""

_PAUSED = (
    "Paused by a person. A model call in progress finishes, and its answer is kept. "
    "Unpause the activity to resume."
)

_beating: set[asyncio.Task[None]] = set()

Result = TypeVar("Result")
Reference = TypeVar("Reference", bound=SessionReference)
Arguments = ParamSpec("Arguments")


class Progress:
    """What an activity's heartbeats report: what blocks it, empty when nothing does, and what it
    does."""

    def __init__(self) -> None:
        self._text = ""
        self._doing: Callable[[], str] = str
        self.ended = False
        """Whether the activity has ended; what it left running can then no longer report."""

    def tell(self, text: str) -> None:
        """Say this from now on, and at once."""
        if text != self._text and not self.ended:
            self._text = text
            self.beat()

    def show(self, doing: Callable[[], str]) -> None:
        """Show what this says, from the next heartbeat on."""
        self._doing = doing

    def beat(self) -> None:
        """Heartbeat once."""
        activity.heartbeat(self._text, self._doing())


@contextlib.asynccontextmanager
async def at_work(services: Services, reference: SessionReference) -> AsyncIterator[Progress]:
    """Refuse another database's session, heartbeat, and translate the domain's errors."""
    progress = Progress()
    beating = asyncio.create_task(_heartbeat(progress))
    _beating.add(beating)
    try:
        services.check_deployment(reference.deployment_id)
        yield progress
    except DesignSessionError as error:
        _log.warning(
            "activity failed",
            activity=activity.info().activity_type,
            workflow=activity.info().workflow_id,
            attempt=activity.info().attempt,
            error=str(error),
        )
        raise to_application_error(error) from error
    except asyncio.CancelledError as error:
        details = activity.cancellation_details()
        if details is not None and details.paused and not details.cancel_requested:
            raise ApplicationError(_PAUSED, type="Paused") from error
        raise
    except FailureError:
        raise
    except Exception as error:
        if activity.info().attempt < DEFECT_TRIES or is_full_disk(error):
            raise
        raise unforeseen(error) from error
    finally:
        beating.cancel()
        _beating.discard(beating)
        progress.ended = True


async def _heartbeat(progress: Progress) -> None:
    # Most steps end before the first: each heartbeat is a call of the server and a write there.
    while True:
        await asyncio.sleep(heartbeat_interval(len(_beating)))
        progress.beat()


def heartbeat_interval(activities: int) -> float:
    """Seconds between the heartbeats of each of so many activities of one process."""
    return min(max(HEARTBEAT_INTERVAL, activities / _HEARTBEATS_A_SECOND), _LONGEST_INTERVAL)


async def run_step(
    services: Services,
    reference: Reference,
    step: Callable[Concatenate[Services, Reference, Arguments], Result],
    *arguments: Arguments.args,
    **named: Arguments.kwargs,
) -> Result:
    """Run a blocking step; its effect is kept even if the activity is cancelled."""
    async with at_work(services, reference):
        return await asyncio.to_thread(step, services, reference, *arguments, **named)
