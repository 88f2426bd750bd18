"""Real ``worker.py`` processes, which a test starts, kills, asks to stop and starts again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.client import Client

from design_sessions.scope import Scope
from design_sessions.services import open_services
from design_sessions.settings import Settings
from hosting.endpoints import read_endpoints, server_is_running
from hosting.payloads import DATA_CONVERTER
from tests.support.environment import without_our_settings
from tests.support.product import Product
from tests.support.repositories import TestRepository

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90.0
STOP_SECONDS = 20.0


def process_environment(settings: Settings, temporal: str | None) -> dict[str, str]:
    """The environment of a process with these settings, and nothing of the person who tests.

    Args:
        settings: endpoint, data directory, database and task queue are handed on.
        temporal: address of the server; None for the data directory's own.
    """
    environment = without_our_settings() | {
        "ANTHROPIC_BASE_URL": settings.anthropic_base_url,
        "DESIGN_DATA_DIR": str(settings.data_directory),
        "DESIGN_TASK_QUEUE": settings.task_queue,
        "TEMPORAL_CONFIG_FILE": os.devnull,
        "GITHUB_BASE_URL": settings.github_base_url,
    }
    for name, secret in (
        ("ANTHROPIC_API_KEY", settings.anthropic_api_key),
        ("GITHUB_TOKEN", settings.github_token),
    ):
        if secret is not None:
            environment[name] = secret.get_secret_value()
    if settings.database_url is not None:
        environment["DESIGN_DATABASE_URL"] = settings.database_url
    if temporal is not None:
        environment["TEMPORAL_ADDRESS"] = temporal
    return environment


class WorkerProcess:
    """One ``worker.py`` at a time, on one data directory.

    Args:
        directory: where it runs and where its output is kept; no ``.env`` is there.
        environment: whole, as :func:`process_environment` gives it.
        arguments: of ``worker.py``.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str], *arguments: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._environment = dict(environment)
        self._command = [sys.executable, str(ROOT / "worker.py"), *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process."""
        assert self._process is not None, "it was not started"
        return self._process

    def output(self) -> str:
        """Everything that all its processes have printed and logged."""
        return "".join(
            path.read_text(errors="replace") for path in sorted(self._directory.glob("worker-*"))
        )

    def start(self) -> dict[str, Any]:
        """Start it, wait for the line that says it is ready, and return what that says."""
        self._starts += 1
        said = self._directory / f"worker-{self._starts}.stdout"
        with (
            said.open("wb") as output,
            (self._directory / f"worker-{self._starts}.log").open("wb") as log,
        ):
            self._process = subprocess.Popen(
                self._command,
                cwd=self._directory,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_SECONDS
        while True:
            for line in said.read_text().splitlines(keepends=True):
                if "worker ready" in line and line.endswith("\n"):
                    ready: dict[str, Any] = json.loads(line)
                    return ready
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the worker did not get ready: {self.output()[-3000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it with SIGKILL: it has no chance to do anything."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def terminate(self, patience: float = STOP_SECONDS) -> int:
        """Ask it to stop with SIGTERM, wait, and return its exit code."""
        self.process.terminate()
        return self.process.wait(patience)

    def stop(self) -> None:
        """End it whatever it does."""
        if self._process is None or self._process.poll() is not None:
            return
        try:
            self.terminate()
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def worker_process(
    directory: Path,
    settings: Settings,
    *arguments: str,
    temporal: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[WorkerProcess]:
    """A worker that has started; it and its embedded server are gone at the end."""
    whole = process_environment(settings, temporal) | dict(environment or {})
    worker = WorkerProcess(directory, whole, *arguments)
    try:
        worker.start()
        yield worker
    finally:
        worker.stop()
        _stop_server(settings.data_directory)


def _stop_server(data_directory: Path) -> None:
    endpoints = read_endpoints(data_directory)
    if endpoints is None or not server_is_running(data_directory):
        return
    with suppress(ProcessLookupError):
        os.killpg(endpoints.pid, signal.SIGKILL)


async def embedded_client(data_directory: Path) -> Client:
    """A client of the server that a ``worker.py --dev`` runs on this data directory."""
    endpoints = read_endpoints(data_directory)
    assert endpoints is not None
    return await Client.connect(endpoints.address, data_converter=DATA_CONVERTER)


@asynccontextmanager
async def product_of_processes(
    client: Client, settings: Settings, repository: TestRepository
) -> AsyncIterator[Product]:
    """A product whose workers are processes: here is only what reads and steers."""
    services = await asyncio.to_thread(open_services, settings)
    scope = Scope(account="default", project=f"shop-{uuid4().hex[:8]}", user="ann@example.com")
    try:
        yield Product(client, settings, services, repository, scope)
    finally:
        await services.close()
