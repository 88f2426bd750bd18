"""How long activities may take and how they are retried: one owner of retries, Temporal.

No schedule-to-close timeout anywhere: a laptop that sleeps, or a night without a worker, must not
use up a session's tries.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NotRequired, TypedDict

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityCancellationType

from activities.errors import FINAL_ERROR_TYPES


class ActivityOptions(TypedDict):
    """Keyword arguments of ``workflow.execute_activity_method``."""

    start_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy
    cancellation_type: NotRequired[ActivityCancellationType]


_HEARTBEAT_TIMEOUT = timedelta(seconds=10)
"""Every activity heartbeats each 2 s; a dead worker's work is taken up after this."""

RECORD = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500),
        maximum_interval=timedelta(seconds=10),
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
)
"""Steps that need the database only; they wait for it without an end, since without it nothing
can be kept."""

OUTSIDE = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1),
        maximum_interval=timedelta(seconds=15),
        maximum_attempts=8,
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
)
"""Steps that need the git remote or the code host: about a minute and a half of tries, then a
person is asked."""

NOTIFY = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=2),
        maximum_attempts=4,
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
)
"""Telling somebody outside: worth a few tries, and no more."""

INITIALIZE = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1),
        maximum_interval=timedelta(seconds=5),
        maximum_attempts=4,
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
    # Its last acts are to make branch and records, which must not come after the session's end.
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)
"""A person waits at the terminal for this one."""

MODEL_TURN = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=30),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1),
        maximum_interval=timedelta(seconds=15),
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
    # A workflow that ended at once would leave its call running: to the activity, a workflow that
    # has ended looks like a server that has forgotten it, and then the call runs on.
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)
"""Model turns have no cap on attempts: a killed worker must not use up a component's tries. The
ledger counts consecutive model errors instead and ends them for good. A turn ends by itself after
``DESIGN_TURN_TIMEOUT``; the timeout here also covers waiting for another attempt's live claim."""
