"""A session of a real worker, on an embedded server with its Web UI, with a simulated model."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio.client import Client

from design_sessions.scope import Scope
from design_sessions.services import open_services
from hosting.endpoints import read_endpoints
from simulator.testing import RunningSimulator, running_simulator
from tests.support.client_commands import client_environment
from tests.support.processes import ROOT, embedded_client, worker_process
from tests.support.product import Product, product_settings
from tests.support.repositories import CONTEXT, CONTEXT_PATH, context_document, make_repository

COMPONENTS = {
    "Post": "schema",
    "PostRepository": "repository",
    "Feed": "genserver",
    "Comment": "schema",
    "Moderation": "task",
    "FeedLive": "liveview",
}
FAULTS: list[dict[str, Any]] = [
    {"component": "Feed", "kind": "never_valid", "until_guidance": True},
    {"component": "Comment", "kind": "invalid"},
]
"""One component that a person has to help, and one that is revised once."""


@dataclass(frozen=True)
class Stage:
    """A worker that has started, its server's Web UI, and a repository to design."""

    product: Product
    simulator: RunningSimulator
    ui: str
    """Base address of the Web UI."""

    async def start(self, *options: str) -> str:
        """Start a session with ``client.py start``; returns its id."""
        command = [sys.executable, str(ROOT / "client.py"), "start", "--json"]
        repository = str(self.product.repository.checkout)
        ended = await asyncio.to_thread(
            subprocess.run,
            [*command, "--repo", repository, "--context", CONTEXT, *options],
            env=client_environment(self.product),
            cwd=self.product.settings.data_directory,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert ended.returncode == 0, ended.stderr
        return str(json.loads(ended.stdout)["id"])


@asynccontextmanager
async def stage(
    directory: Path,
    *,
    latency: float = 0.2,
    faults: list[dict[str, Any]] | None = None,
    **more: Any,
) -> AsyncIterator[Stage]:
    """Everything below ``directory``; it is stopped at the end.

    Args:
        directory: of the repository and of the worker's data.
        latency: seconds of each answer of the model.
        faults: of the simulator; ``FAULTS`` without it.
        more: settings of the worker.
    """
    repository = make_repository(directory, {CONTEXT_PATH: context_document(COMPONENTS)})
    with running_simulator(latency=latency, faults=FAULTS if faults is None else faults) as model:
        settings = product_settings(directory / "data", model.base_url, **more)
        with worker_process(directory / "run", settings, "--dev"):
            endpoints = read_endpoints(settings.data_directory)
            assert endpoints is not None
            client: Client = await embedded_client(settings.data_directory)
            services = await asyncio.to_thread(open_services, settings)
            scope = Scope(account="default", project="shop", user="ann@example.com")
            try:
                product = Product(client, settings, services, repository, scope)
                yield Stage(product, model, endpoints.ui)
            finally:
                await services.close()
