"""Everything a session needs, as processes of its own that can be killed one by one."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from temporalio.client import Client

from design_sessions.scope import Scope
from design_sessions.services import open_services
from design_sessions.settings import Settings
from hosting.payloads import DATA_CONVERTER
from tests.chaos.plan import Plan
from tests.chaos.processes import ServerProcess, SimulatorProcess, temporal_server
from tests.support.github_server import VALID_TOKEN, FakeGitHub, running_github
from tests.support.ledgers import Turn
from tests.support.postgresql import PostgresqlServer
from tests.support.processes import WorkerProcess, process_environment
from tests.support.product import Product, product_settings
from tests.support.repositories import (
    CONTEXT_PATH,
    TestRepository,
    context_document,
    make_repository,
)

SLUG = "acme/shop"
MODEL_LATENCY = 0.4
_TYPES = ("schema", "repository", "genserver", "other", "liveview")
_MODEL_PATIENCE = {
    "DESIGN_MODEL_IDLE_TIMEOUT": "4",
    "DESIGN_MODEL_PATIENCE": "90",
    "DESIGN_TURN_TIMEOUT": "30",
}


@dataclass
class World:
    """One session's surroundings.

    Attributes:
        calls_lost: calls under way in workers at the moments these were killed, by the ledger,
            and those that a person's decisions have ended.
        skipped: names of components that a person has skipped at some time.
    """

    directory: Path
    temporal: ServerProcess
    simulator: SimulatorProcess
    postgresql: PostgresqlServer
    github: FakeGitHub
    repository: TestRepository
    workers: list[WorkerProcess]
    product: Product
    calls_lost: int = 0
    skipped: set[str] = field(default_factory=set)
    happened: list[str] = field(default_factory=list)

    def answered(self) -> Counter[Turn]:
        """How often each turn was answered to its last byte."""
        lines = self.simulator.answers.read_text(encoding="utf-8").splitlines()
        calls = [json.loads(line) for line in lines if line.endswith("}")]
        return Counter(
            (str(call["session"]), int(call["turn"])) for call in calls if call["kind"] == "message"
        )


@asynccontextmanager
async def make_world(
    directory: Path, plan: Plan, postgresql: PostgresqlServer, *, components: int
) -> AsyncIterator[World]:
    """Start everything; nothing of it is left at the end."""
    faults = _make_directory(directory, plan)
    names = {f"Part{n:02d}": _TYPES[n % len(_TYPES)] for n in range(1, components + 1)}
    repository = make_repository(directory / "git", {CONTEXT_PATH: context_document(names)})
    async with AsyncExitStack() as stack:
        github = stack.enter_context(running_github())
        github.add_repository(SLUG)
        temporal, address = temporal_server(directory)
        simulator = SimulatorProcess(directory, faults, latency=MODEL_LATENCY, seed=plan.seed)
        for server in (temporal, simulator):
            stack.callback(server.kill)
            await asyncio.to_thread(server.start)
        first = product_settings(
            directory / "data-1",
            simulator.base_url,
            DESIGN_DATABASE_URL=await asyncio.to_thread(postgresql.create_database),
            GITHUB_TOKEN=VALID_TOKEN,
            GITHUB_BASE_URL=github.base_url,
            DESIGN_GITHUB_REPOSITORY=SLUG,
        )
        workers = []
        for number in (1, 2):
            settings = first.model_copy(update={"data_directory": directory / f"data-{number}"})
            worker = WorkerProcess(
                directory / f"worker-{number}", _environment(settings, address, directory)
            )
            stack.callback(worker.stop)
            workers.append(worker)
            await asyncio.to_thread(worker.start)
        client = await Client.connect(address, data_converter=DATA_CONVERTER)
        reading = first.model_copy(update={"data_directory": directory / "data-client"})
        services = await asyncio.to_thread(open_services, reading)
        stack.push_async_callback(services.close)
        scope = Scope(account="default", project=f"shop-{uuid4().hex[:8]}", user="ann@example.com")
        yield World(
            directory=directory,
            temporal=temporal,
            simulator=simulator,
            postgresql=postgresql,
            github=github,
            repository=repository,
            workers=workers,
            product=Product(client, reading, services, repository, scope),
        )


def _make_directory(directory: Path, plan: Plan) -> Path:
    (directory / "tmp").mkdir(parents=True)
    faults = directory / "faults.json"
    faults.write_text(json.dumps(plan.model))
    return faults


def _environment(settings: Settings, temporal: str, directory: Path) -> dict[str, str]:
    return process_environment(settings, temporal) | {
        **_MODEL_PATIENCE,
        "DESIGN_GITHUB_REPOSITORY": SLUG,
        "TMPDIR": str(directory / "tmp"),
        "HOME": os.environ.get("HOME", "/"),
    }
