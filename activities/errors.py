"""The one place where errors of the domain become Temporal's."""

from __future__ import annotations

from datetime import timedelta

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from design_sessions.errors import DesignSessionError

LONGEST_MESSAGE = 1_500
"""Characters of an error text that enter history; a reader has no use for the rest."""

FINAL_ERROR_TYPES = ["PayloadsTooLarge"]
"""Types that Temporal would retry forever although they can never succeed."""


def to_application_error(error: DesignSessionError) -> ApplicationError:
    """Type, retryability and delay of the next attempt, from the domain's error.

    The detail is the error's ``kind``: what halts the whole session, or None.
    """
    return ApplicationError(
        str(error)[:LONGEST_MESSAGE],
        error.kind,
        type=type(error).__name__,
        non_retryable=not error.retryable,
        # Expected, and reported to a person; the SDK would log each with a traceback.
        category=ApplicationErrorCategory.BENIGN,
        next_retry_delay=None
        if error.retry_after is None
        else timedelta(seconds=max(0.1, error.retry_after)),
    )


def unforeseen(error: Exception) -> ApplicationError:
    """A bug that retries do not fix: a person sees its name instead of waiting forever."""
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    return ApplicationError(
        f"Unexpected error: {words[:300]}. See the worker's log for details.",
        None,
        type=type(error).__name__,
        non_retryable=True,
    )
