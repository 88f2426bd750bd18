"""Finding the cause in Temporal's nested errors."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel
from temporalio.exceptions import (
    ApplicationError,
    CancelledError,
    FailureError,
    TerminatedError,
    TimeoutError,
)

from design_sessions.status import AttentionKind


class Failure(BaseModel):
    """Why a child session or an activity did not succeed; also the detail of a child's error."""

    reason: str
    kind: AttentionKind | None = None
    """What halts the whole session, such as ``quota``; None if only the child is affected."""
    type: str = "Failure"
    """Type of the domain's error, for decisions about what to do next."""
    cancelled: bool = False
    """Cancelled, terminated or timed out from anywhere: not the child's own failure."""


def failure_of(error: BaseException) -> Failure:
    """The innermost cause with a message."""
    cause: BaseException = error
    while isinstance(cause, FailureError) and not isinstance(cause, ApplicationError):
        if isinstance(cause, CancelledError):
            return Failure(reason="Cancelled.", type="Cancelled", cancelled=True)
        if isinstance(cause, TerminatedError):
            return Failure(reason="Terminated from outside.", type="Terminated", cancelled=True)
        if isinstance(cause, TimeoutError) and cause.cause is None:
            return Failure(reason="Timed out.", type="TimedOut", cancelled=True)
        if cause.cause is None:
            break
        cause = cause.cause
    if isinstance(cause, ApplicationError):
        return _of_application_error(cause)
    return Failure(reason=str(cause) or type(cause).__name__, type=type(cause).__name__)


def _of_application_error(error: ApplicationError) -> Failure:
    detail = error.details[0] if error.details else None
    if isinstance(detail, dict) and "reason" in detail:
        return Failure.model_validate(detail)
    kind = detail if detail in get_args(AttentionKind) else None
    return Failure(reason=error.message, kind=kind, type=error.type or "ApplicationError")


def child_error(failure: Failure) -> ApplicationError:
    """The error a child session ends with, so that it shows as failed with its reason."""
    return ApplicationError(
        failure.reason, failure.model_dump(), type=failure.type, non_retryable=True
    )
