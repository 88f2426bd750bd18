"""The one place where errors of the domain become Temporal's."""

from __future__ import annotations

from datetime import timedelta

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from design_sessions.errors import DesignSessionError

LONGEST_MESSAGE = 1_500
"""Characters of an error text that enter history; the rest is of no use to a reader."""

FINAL_ERROR_TYPES = ["PayloadsTooLarge"]
"""Types that Temporal would retry for ever although they can never succeed."""


def to_application_error(error: DesignSessionError) -> ApplicationError:
    """Type, retryability and delay of the next try, as the domain's error says.

    The detail is the error's ``kind``: what halts the whole session, or None.
    """
    return ApplicationError(
        str(error)[:LONGEST_MESSAGE],
        error.kind,
        type=type(error).__name__,
        non_retryable=not error.retryable,
        # Foreseen and told to a person; the SDK would log each with a traceback.
        category=ApplicationErrorCategory.BENIGN,
        next_retry_delay=None
        if error.retry_after is None
        else timedelta(seconds=max(0.1, error.retry_after)),
    )


def unforeseen(error: Exception) -> ApplicationError:
    """A defect that more tries do not mend: a person sees its name instead of waiting for ever."""
    words = f"{type(error).__name__}: {error}".rstrip(": ")
    return ApplicationError(
        f"An unexpected error: {words[:300]}. The worker's log has the details.",
        None,
        type=type(error).__name__,
        non_retryable=True,
    )
