"""Timeouts and retries of activities: only Temporal retries.

No step has a schedule-to-close timeout: a sleeping laptop, or a night without a worker, must not
use up a session's attempts.
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


WORKFLOW_TASK = timedelta(seconds=60)
"""For one task of the session's workflow. Temporal's default of 10 s ends tasks of a worker that is
only slow: with hundreds of components on a busy machine that happened, and the SDK then put the
commands of the task that was repeated into another order than every replay."""

_HEARTBEAT_TIMEOUT = timedelta(seconds=10)
"""Every activity heartbeats every 2 to 4 s; a dead worker's work is taken over after this."""

RECORD = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500),
        maximum_interval=timedelta(seconds=10),
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
)
"""Steps that need only the database; they retry forever, since nothing can be stored without it."""


class LocalActivityOptions(TypedDict):
    """Keyword arguments of ``workflow.execute_local_activity_method``."""

    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


CHECK = LocalActivityOptions(
    start_to_close_timeout=RECORD["start_to_close_timeout"], retry_policy=RECORD["retry_policy"]
)
"""Steps that need only the database and end at once. Local, they cost the server one event."""

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
"""Steps that need the git remote or the code host: retried for about a minute and a half, then a
person is asked."""

BEGIN = LocalActivityOptions(
    start_to_close_timeout=OUTSIDE["start_to_close_timeout"], retry_policy=OUTSIDE["retry_policy"]
)
"""The first step of a component: reads the repository, as a rule without asking the remote. Local,
it costs the server one event."""

NOTIFY = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=2),
        maximum_attempts=4,
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
)
"""Notifications: worth a few attempts, no more."""

INITIALIZE = ActivityOptions(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1),
        maximum_interval=timedelta(seconds=5),
        maximum_attempts=4,
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
    # It creates branch and records last; that must not happen after the session's end.
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)
"""A person is waiting at the terminal for this one."""

LEG = ActivityOptions(
    start_to_close_timeout=timedelta(days=1),
    heartbeat_timeout=_HEARTBEAT_TIMEOUT,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1),
        maximum_interval=timedelta(seconds=15),
        non_retryable_error_types=FINAL_ERROR_TYPES,
    ),
    # A workflow that ended immediately would leave its call running: to the activity, an ended
    # workflow looks like a server that forgot it, and then the call keeps running.
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)
"""Legs have no maximum of attempts: a killed worker must not use up a component's. Instead, the
ledger counts consecutive model errors and stops the turn for good. A leg ends by itself:
its turns are counted, and each ends after ``DESIGN_TURN_TIMEOUT``. The timeout here is longer."""
