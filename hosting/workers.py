"""A worker process: two task queues, one set of services, graceful shutdown."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
import uvloop
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

from activities.registry import build as build_activities
from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import StoreError
from design_sessions.file_modes import write_privately
from design_sessions.services import Services, open_services
from design_sessions.settings import Settings
from design_sessions.store import Store
from hosting import search_attributes
from hosting.announcement import announce
from hosting.embedded_server import EmbeddedServer
from hosting.endpoints import without_password
from hosting.metrics import WorkerMetrics, keep_counting_waiting, open_metrics
from hosting.open_records import close_ended_sessions
from hosting.pollers import is_polled
from hosting.temporal_connection import Connection, connect
from hosting.tracing import tracing_interceptors
from hosting.versioning import version_of, warn_unless_current
from workflows.registry import ALL_WORKFLOWS

_logger = structlog.get_logger(__name__)

STEP_CONCURRENCY = 64
"""Concurrent steps; each has a thread for blocking calls."""
_LEG_THREADS = 64
"""A leg needs a thread for some milliseconds before and after each call, not while it waits."""
_UNVERSIONED = "unversioned"
"""Without a name, the SDK reads and hashes the code of every module: seconds at each start."""
STEP_SHUTDOWN = timedelta(seconds=30)
_WORKFLOW_PATIENCE = 30
"""Seconds that a workflow may compute. The SDK takes two for a deadlock and interrupts it at any
point; on a busy machine a session of hundreds of components needs as long."""
_POLLING_SECONDS = 10.0
_RECORD_CHECK_SECONDS = 20.0
STICKY_QUEUE_TIMEOUT = timedelta(seconds=1)
"""How long a workflow waits for the worker that has it cached before another takes it. The SDK's
ten seconds would be a third of the time that the death of a worker costs."""
HEARTBEAT_THROTTLE = timedelta(seconds=2)
"""Minimum time between heartbeats to the server, which also tell an activity of its cancellation.
The SDK's default, four fifths of the heartbeat timeout, delays cancellation and leaves little
margin before the timeout."""


@dataclass(frozen=True)
class WorkerOptions:
    """Options of ``worker.py`` that are not settings."""

    dev: bool = False
    temporal_port: int | None = None
    ui_port: int | None = None


def run(settings: Settings, options: WorkerOptions) -> int:
    """Work until SIGTERM or SIGINT, then let running calls finish. Returns the exit code.

    Raises:
        InputError: no server, a taken port, a database that cannot be opened, a proxy,
            certificates, an address for metrics or variables of OpenTelemetry that cannot be
            used.
    """
    write_privately()
    # A tenth less of the processor for each model turn than asyncio's own loop.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_run(settings, options))


async def _run(settings: Settings, options: WorkerOptions) -> int:
    version_of(settings)
    await _check_endpoint(settings)
    tracing_interceptors(settings)
    metrics = open_metrics(settings)
    provide_threads(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _on_signal, stop)
    if not options.dev:
        return await _work(settings, await connect(settings), stop, metrics)
    server = EmbeddedServer(
        settings.data_directory,
        database=without_password(settings.resolved_database_url()),
        namespace=settings.environment.get("TEMPORAL_NAMESPACE") or "default",
        port=options.temporal_port,
        ui_port=options.ui_port,
        binary=settings.temporal_binary,
    )
    try:
        endpoints = await server.ensure()
        keeper = asyncio.create_task(server.keep_running())
        try:
            connection = await connect(settings, endpoints=endpoints)
            return await _work(settings, connection, stop, metrics)
        finally:
            keeper.cancel()
            await asyncio.wait([keeper])
    finally:
        await server.release()


async def _check_endpoint(settings: Settings) -> None:
    """Refuse an address, proxy or certificates that no call could use, before anything is made."""
    client = ModelClient(settings)
    client.check_settings()
    if settings.provider != "anthropic":
        # A key of Anthropic's may be missing until a session needs it; a warning says so.
        await client.require_credentials()
    await client.close()


def _on_signal(stop: asyncio.Event) -> None:
    if stop.is_set():
        _logger.warning("stopped at once; the next worker repeats the running calls")
        os._exit(1)
    stop.set()


async def _work(
    settings: Settings, connection: Connection, stop: asyncio.Event, metrics: WorkerMetrics | None
) -> int:
    own_server = connection.belongs_to_database(settings)
    services = await asyncio.to_thread(open_services, settings, metrics)
    try:
        with_attributes = await search_attributes.register(connection.client)
        await _make_records_true(connection.client, services.store, own_server=own_server)
        workers = build_workers(settings, connection.client, services)
        runs = [asyncio.create_task(worker.run()) for worker in workers]
        stopped = asyncio.create_task(stop.wait())
        await _until_polling(settings, connection.client, [stopped, *runs])
        if version := version_of(settings):
            await warn_unless_current(connection.client, version)
        announce(
            settings,
            connection,
            endpoint=services.model_client.endpoint,
            with_attributes=with_attributes,
        )
        watching = [
            asyncio.create_task(
                _keep_records_true(connection.client, services.store, own_server=own_server)
            )
        ]
        if metrics is not None:
            watching.append(asyncio.create_task(keep_counting_waiting(metrics, services.store)))
        await asyncio.wait([stopped, *runs], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for task in watching:
            task.cancel()
        if stop.is_set():
            _logger.info("stopping; waiting for running calls to finish")
        await asyncio.gather(*(worker.shutdown() for worker in workers))
        for outcome in await asyncio.gather(*runs, return_exceptions=True):
            if isinstance(outcome, BaseException):
                _logger.error("worker failed", exc_info=outcome)
                return 1
        _logger.info("worker stopped")
        return 0
    finally:
        await services.close()


async def _until_polling(
    settings: Settings, client: Client, unless: list[asyncio.Task[Any]]
) -> None:
    """Wait until a session that is started now would be picked up."""
    deadline = asyncio.get_running_loop().time() + _POLLING_SECONDS
    while not any(task.done() for task in unless):
        if await is_polled(client, settings.task_queue):
            return
        if asyncio.get_running_loop().time() > deadline:
            return
        await asyncio.sleep(0.05)


async def _keep_records_true(client: Client, store: Store, *, own_server: bool) -> None:
    """Look repeatedly for sessions that were terminated from outside; runs until cancelled."""
    while True:
        await asyncio.sleep(_RECORD_CHECK_SECONDS)
        try:
            await _make_records_true(client, store, own_server=own_server)
        except (RPCError, StoreError) as error:
            _logger.warning("cannot check open records now", reason=str(error))


async def _make_records_true(client: Client, store: Store, *, own_server: bool) -> None:
    closed = await close_ended_sessions(client, store, own_server=own_server)
    for session, status in closed.items():
        _logger.info("closed an open record", session=session, status=status)


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
    cached_workflows: int = 1_000,
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
