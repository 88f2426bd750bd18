"""A worker process: two task queues, one set of services, a graceful end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

import activities
import workflows
from design_sessions.services import Services, open_services
from design_sessions.settings import Settings
from hosting import search_attributes
from hosting.embedded_server import EmbeddedServer
from hosting.endpoints import without_password
from hosting.open_records import close_ended_sessions
from hosting.temporal_connection import Connection, connect

_logger = structlog.get_logger(__name__)

STEP_CONCURRENCY = 64
"""Steps under way at once; each blocking one has a thread."""
STEP_SHUTDOWN = timedelta(seconds=30)
STICKY_QUEUE_TIMEOUT = timedelta(seconds=1)
"""How long a workflow waits for the worker that knew it before another takes it; the SDK's ten
seconds are a third of the time that the death of a worker costs."""
PASSED_THROUGH = ("pydantic", "pydantic_core", "annotated_types", "design_sessions")


@dataclass(frozen=True)
class WorkerOptions:
    """What the command line of ``worker.py`` says beyond the settings."""

    dev: bool = False
    temporal_port: int | None = None
    ui_port: int | None = None


def run(settings: Settings, options: WorkerOptions) -> int:
    """Work until SIGTERM or SIGINT; running calls are let finish. Returns the exit code.

    Raises:
        InputError: no server, a taken port, a database that cannot be opened.
    """
    return asyncio.run(_run(settings, options))


async def _run(settings: Settings, options: WorkerOptions) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _on_signal, stop)
    if not options.dev:
        return await _work(settings, await connect(settings), stop)
    server = EmbeddedServer(
        settings.data_directory,
        database=without_password(settings.resolved_database_url()),
        namespace=os.environ.get("TEMPORAL_NAMESPACE") or "default",
        port=options.temporal_port,
        ui_port=options.ui_port,
    )
    try:
        endpoints = await server.ensure()
        keeper = asyncio.create_task(server.keep_running())
        try:
            return await _work(settings, await connect(settings, endpoints=endpoints), stop)
        finally:
            keeper.cancel()
            await asyncio.wait([keeper])
    finally:
        await server.release()


def _on_signal(stop: asyncio.Event) -> None:
    if stop.is_set():
        _logger.warning("stopped at once; running calls are repeated by the next worker")
        os._exit(1)
    stop.set()


async def _work(settings: Settings, connection: Connection, stop: asyncio.Event) -> int:
    services = await asyncio.to_thread(open_services, settings)
    try:
        with_attributes = await search_attributes.register(connection.client)
        await close_ended_sessions(connection.client, services.store)
        workers = _build(settings, connection.client, services)
        runs = [asyncio.create_task(worker.run()) for worker in workers]
        stopped = asyncio.create_task(stop.wait())
        _announce(settings, connection, with_attributes=with_attributes)
        await asyncio.wait([stopped, *runs], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if stop.is_set():
            _logger.info("stopping; running calls are let finish")
        await asyncio.gather(*(worker.shutdown() for worker in workers))
        for outcome in await asyncio.gather(*runs, return_exceptions=True):
            if isinstance(outcome, BaseException):
                _logger.error("worker failed", exc_info=outcome)
                return 1
        _logger.info("worker stopped")
        return 0
    finally:
        await services.close()


def _build(settings: Settings, client: Client, services: Services) -> list[Worker]:
    step_activities, model_activities = activities.build(services)
    identity = f"{os.getpid()}@{socket.gethostname()}"
    return [
        Worker(
            client,
            task_queue=settings.task_queue,
            identity=identity,
            workflows=workflows.ALL_WORKFLOWS,
            workflow_runner=SandboxedWorkflowRunner(
                restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
            ),
            activities=step_activities,
            activity_executor=ThreadPoolExecutor(STEP_CONCURRENCY, thread_name_prefix="step"),
            max_concurrent_activities=STEP_CONCURRENCY,
            sticky_queue_schedule_to_start_timeout=STICKY_QUEUE_TIMEOUT,
            graceful_shutdown_timeout=STEP_SHUTDOWN,
        ),
        Worker(
            client,
            task_queue=settings.model_task_queue,
            identity=identity,
            activities=model_activities,
            max_concurrent_activities=settings.model_concurrency,
            graceful_shutdown_timeout=timedelta(seconds=settings.turn_timeout),
        ),
    ]


def _announce(settings: Settings, connection: Connection, *, with_attributes: bool) -> None:
    facts: dict[str, object] = {
        "event": "worker ready",
        "temporal": connection.client.service_client.config.target_host,
        "namespace": connection.client.namespace,
        "ui": connection.ui,
        "task_queues": [settings.task_queue, settings.model_task_queue],
        "database": without_password(settings.resolved_database_url()),
        "model_endpoint": settings.anthropic_base_url,
        "search_attributes": with_attributes,
        "pid": os.getpid(),
    }
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


