"""The workers of a process: two task queues, one set of services."""

from __future__ import annotations

import asyncio
import os
import socket
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

from activities.registry import build as build_activities
from design_sessions.services import Services
from design_sessions.settings import Settings
from hosting.versioning import version_of
from workflows.registry import ALL_WORKFLOWS

STEP_CONCURRENCY = 64
"""Concurrent steps; each has a thread for blocking calls."""
_LEG_THREADS = 32
"""A leg needs a thread for some milliseconds before and after each call, not while it waits."""
_UNVERSIONED = "unversioned"
"""Without a name, the SDK reads and hashes the code of every module: seconds at each start."""
_WORKFLOW_THREADS = 4
"""Workflows only compute, one at a time. The SDK's 500 threads would each keep memory."""
STEP_SHUTDOWN = timedelta(seconds=30)
_WORKFLOW_PATIENCE = 30
"""Seconds that a workflow may compute. The SDK takes two for a deadlock and interrupts it at any
point; on a busy machine a session of hundreds of components needs as long."""
STICKY_QUEUE_TIMEOUT = timedelta(seconds=1)
"""How long a workflow waits for the worker that has it cached before another takes it. The SDK's
ten seconds would be a third of the time that the death of a worker costs."""
HEARTBEAT_THROTTLE = timedelta(seconds=2)
"""Minimum time between heartbeats to the server, which also tell an activity of its cancellation.
The SDK's default, four fifths of the heartbeat timeout, delays cancellation and leaves little
margin before the timeout."""


def provide_threads(settings: Settings) -> None:
    """Give the running loop a thread for each concurrent step, and some for legs.

    Blocking work of activities runs in the loop's default pool, where each finished design waits
    for its commit. By default, the pool has only six threads on two cores.
    """
    threads = ThreadPoolExecutor(STEP_CONCURRENCY + min(settings.model_concurrency, _LEG_THREADS))
    asyncio.get_running_loop().set_default_executor(threads)


def ignore_late_cancellations() -> None:
    """Silence the SDK's warning about a cancellation that arrives after its activity has ended.

    Nothing is left to cancel, and the warning names only a token.
    """
    warnings.filterwarnings(
        "ignore",
        message="Cannot find activity to cancel",
        category=UserWarning,
        module=r"temporalio\.worker\.",
    )


def build_workers(
    settings: Settings,
    client: Client,
    services: Services,
    *,
    cached_workflows: int = 500,
    workflow_runner: WorkflowRunner | None = None,
) -> list[Worker]:
    """The workers for the step queue and the queue of model calls, not started yet.

    Args:
        settings: task queue and concurrency.
        client: of the server that they poll.
        services: used by the activities.
        cached_workflows: workflows kept in memory between their tasks; with 0, each task replays
            the whole history.
        workflow_runner: None runs workflows without the SDK's sandbox, which costs a third of a
            worker's processor time. Tests run and replay them in it, so that code that is not
            deterministic is found there.
    """
    ignore_late_cancellations()
    step_activities, model_activities = build_activities(services)
    version = version_of(settings)
    configuration = version.configuration if version else None
    identity = f"{os.getpid()}@{socket.gethostname()}"
    steps, calls = (
        Worker(
            client,
            task_queue=settings.task_queue,
            identity=identity,
            workflows=ALL_WORKFLOWS,
            workflow_runner=workflow_runner or UnsandboxedWorkflowRunner(),
            workflow_task_executor=ThreadPoolExecutor(_WORKFLOW_THREADS, "workflows"),
            max_cached_workflows=cached_workflows,
            activities=step_activities,
            max_concurrent_activities=STEP_CONCURRENCY,
            max_heartbeat_throttle_interval=HEARTBEAT_THROTTLE,
            sticky_queue_schedule_to_start_timeout=STICKY_QUEUE_TIMEOUT,
            graceful_shutdown_timeout=STEP_SHUTDOWN,
            deployment_config=configuration,
            build_id=None if configuration else _UNVERSIONED,
        ),
        Worker(
            client,
            task_queue=settings.model_task_queue,
            identity=identity,
            activities=model_activities,
            max_concurrent_activities=settings.model_concurrency,
            max_heartbeat_throttle_interval=HEARTBEAT_THROTTLE,
            graceful_shutdown_timeout=timedelta(seconds=settings.turn_timeout),
            deployment_config=configuration,
            build_id=None if configuration else _UNVERSIONED,
        ),
    )
    # The SDK has no option for it but to switch the detection off with its debugging mode, in
    # which workflows run on the event loop itself.
    assert steps._workflow_worker is not None
    steps._workflow_worker._deadlock_timeout_seconds = _WORKFLOW_PATIENCE
    return [steps, calls]
