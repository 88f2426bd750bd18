"""A worker process: its services, its server if wanted, its graceful shutdown."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
import uvloop
from temporalio.client import Client
from temporalio.service import RPCError

from design_sessions.endpoint.model_client import ModelClient
from design_sessions.errors import StoreError
from design_sessions.file_modes import write_privately
from design_sessions.services import open_services
from design_sessions.settings import Settings
from design_sessions.store import Store
from hosting import search_attributes
from hosting.announcement import announce
from hosting.background_worker import worker_log
from hosting.embedded_server import EmbeddedServer
from hosting.endpoints import without_password
from hosting.idleness import retire_when_idle
from hosting.metrics import WorkerMetrics, keep_counting_waiting, open_metrics
from hosting.open_records import close_ended_sessions
from hosting.pollers import is_polled
from hosting.process_memory import collect_less_garbage, share_memory_pools
from hosting.registered_workers import RegisteredWorker, Registration
from hosting.settings_digest import settings_digest
from hosting.temporal_connection import Connection, connect
from hosting.tracing import tracing_interceptors
from hosting.versioning import version_of, warn_unless_current
from hosting.workers import build_workers, provide_threads

_logger = structlog.get_logger(__name__)

_POLLING_SECONDS = 10.0
_RECORD_CHECK_SECONDS = 20.0


@dataclass(frozen=True)
class WorkerOptions:
    """Options of ``worker.py`` that are not settings."""

    dev: bool = False
    temporal_port: int | None = None
    ui_port: int | None = None
    background: bool = False
    """A command has started it: it ends when nothing has run for a while."""


def run(settings: Settings, options: WorkerOptions) -> int:
    """Work until SIGTERM or SIGINT, then let running calls finish. Returns the exit code.

    Raises:
        InputError: no server, a taken port, a database that cannot be opened, a proxy,
            certificates, an address for metrics or variables of OpenTelemetry that cannot be
            used.
    """
    write_privately()
    share_memory_pools()
    # A tenth less of the processor for each model turn than asyncio's own loop.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        code = runner.run(_run(settings, options))
    if code == 0:
        # Only now have the threads of steps ended, such as one that waits for a notify command.
        _logger.info("worker stopped")
    return code


async def _run(settings: Settings, options: WorkerOptions) -> int:
    version_of(settings)
    await _check_endpoint(settings)
    tracing_interceptors(settings)
    metrics = open_metrics(settings)
    provide_threads(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _on_signal, stop)
    registration = Registration(settings.data_directory)
    if not options.dev:
        try:
            connection = await connect(settings)
            return await _work(settings, options, connection, stop, registration, metrics)
        finally:
            registration.remove()
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
            return await _work(settings, options, connection, stop, registration, metrics)
        finally:
            keeper.cancel()
            await asyncio.wait([keeper])
    finally:
        await server.release()
        registration.remove()


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
    settings: Settings,
    options: WorkerOptions,
    connection: Connection,
    stop: asyncio.Event,
    registration: Registration,
    metrics: WorkerMetrics | None,
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
        collect_less_garbage()
        registration.publish(_description(settings, options, connection))
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
        idle = asyncio.create_task(
            retire_when_idle(settings, connection.client, services.store, registration)
            if options.background
            else asyncio.Event().wait()
        )
        await asyncio.wait([stopped, idle, *runs], return_when=asyncio.FIRST_COMPLETED)
        registration.retire()
        if idle.done():
            _logger.info("nothing has run for a while", seconds=settings.worker_idle_timeout)
        for task in (stopped, idle, *watching):
            task.cancel()
        if stop.is_set():
            _logger.info("stopping; waiting for running calls to finish")
        await asyncio.gather(*(worker.shutdown() for worker in workers))
        for outcome in await asyncio.gather(*runs, return_exceptions=True):
            if isinstance(outcome, BaseException):
                _logger.error("worker failed", exc_info=outcome)
                return 1
        return 0
    finally:
        await services.close()


def _description(
    settings: Settings, options: WorkerOptions, connection: Connection
) -> RegisteredWorker:
    return RegisteredWorker(
        pid=os.getpid(),
        since=datetime.now(UTC),
        background=options.background,
        embedded=connection.embedded,
        address=connection.client.service_client.config.target_host,
        namespace=connection.client.namespace,
        ui=connection.ui,
        task_queue=settings.task_queue,
        database=without_password(settings.resolved_database_url()),
        log=str(worker_log(settings.data_directory)) if options.background else None,
        idle_timeout=settings.worker_idle_timeout if options.background else None,
        settings_digest=settings_digest(settings),
    )


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
