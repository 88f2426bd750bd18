"""The product on one job: its own processes, commands and files, as a person would run it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from temporalio.client import Client

from benchmarks.environment import ROOT, process_environment
from benchmarks.generated_repository import generate_repository
from benchmarks.histories import completion_time, histories_of
from benchmarks.material import CONTEXT, TURNS
from benchmarks.processes import Finished, run_process, serving_process
from benchmarks.progress import ProgressSampler
from benchmarks.results import Histories, ProductRun, Size
from benchmarks.shared_endpoint import SharedEndpoint
from benchmarks.usage import MemorySampler, cpu_seconds, descendants, name_of

WORKER = (sys.executable, str(ROOT / "worker.py"))
_SERVER = "temporal"
_LARGEST_WIDTH = 500
"""Of ``--max-parallel``."""


@dataclass(frozen=True)
class RunningProduct:
    """A worker with its embedded server and a repository, both fresh."""

    directory: Path
    environment: dict[str, str]
    checkout: Path
    address: str
    namespace: str
    worker: list[int]
    """Processes of the worker."""
    server: list[int]
    """Processes of Temporal's server."""

    def client(self, *arguments: str, limit: float = 120.0) -> Finished:
        """Run ``client.py``.

        Raises:
            ProcessFailedError: it failed, or took longer than ``limit`` seconds.
        """
        command = [sys.executable, str(ROOT / "client.py"), *arguments]
        return run_process(command, cwd=self.directory, environment=self.environment, limit=limit)

    def start(self, components: int, *, default_width: bool, limit: float) -> Finished:
        """Run ``client.py start`` without a review and without a limit of cost."""
        width = min(components, _LARGEST_WIDTH)
        return self.client(
            *("start", "--json", "--repo", str(self.checkout), "--context", CONTEXT),
            *("--no-review", "--max-cost", "none"),
            *(() if default_width else ("--max-parallel", str(width))),
            limit=limit,
        )


@contextmanager
def running_product(
    endpoint: SharedEndpoint,
    components: int,
    *,
    worker: Sequence[str] = WORKER,
    default_width: bool = False,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[RunningProduct]:
    """A product in a temporary directory on disk, which is stopped and removed at the end.

    Args:
        worker: the command of the worker.
        default_width: leave the number of calls at once to the product.
        variables: more of the worker's environment.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-product-") as name:
        directory = Path(name)
        checkout = generate_repository(directory, components)
        width = {} if default_width else {"DESIGN_MODEL_CONCURRENCY": str(components)}
        environment = process_environment(
            ANTHROPIC_BASE_URL=endpoint.base_url,
            ANTHROPIC_API_KEY="benchmark",
            DESIGN_DATA_DIR=str(directory / "data"),
            **width,
            **variables,
        )
        with serving_process(
            [*worker, "--dev"], cwd=directory, environment=environment, ready='"worker ready"'
        ) as (pid, line):
            ready: dict[str, Any] = json.loads(line)
            below = descendants(pid)
            server = [each for each in below if name_of(each).startswith(_SERVER)]
            yield RunningProduct(
                directory=directory,
                environment=environment,
                checkout=checkout,
                address=ready["temporal"],
                namespace=ready["namespace"],
                worker=[pid, *(each for each in below if each not in server)],
                server=server,
            )


def measure_product(
    endpoint: SharedEndpoint, size: Size, *, default_width: bool, limit: float
) -> ProductRun:
    """Run the product on one job.

    Args:
        default_width: leave the number of calls at once to the product.
        limit: seconds that the session may take.
    """
    load = os.getloadavg()[0]
    with running_product(endpoint, size.components, default_width=default_width) as product:
        endpoint.reset(size.latency)
        worker, server = cpu_seconds(product.worker), cpu_seconds(product.server)
        with MemorySampler(product.worker) as memory, ProgressSampler(endpoint) as progress:
            wall = time.time()
            started = product.start(size.components, default_width=default_width, limit=limit)
            session = json.loads(started.output)["id"]
            closed = asyncio.run(_completion(product, session, limit))
        turns = endpoint.figures().answered
        worker, server = cpu_seconds(product.worker) - worker, cpu_seconds(product.server) - server
        calls, first = endpoint.calls(), endpoint.figures().first_request
        assert first is not None
        if turns != size.components * TURNS:
            raise RuntimeError(f"{turns} turns were made, not {size.components * TURNS}.")
        return ProductRun(
            system="product",
            size=size,
            calls=calls,
            whole=closed - wall,
            to_first_call=first - started.started,
            cpu=worker * 1_000 / turns,
            peak_memory=memory.peak_megabytes,
            load_before=load,
            server_cpu=server * 1_000 / turns,
            status_cpu=least_cpu(lambda: product.client("status")),
            histories=asyncio.run(_histories(product)),
            memory=memory.samples,
            submissions=progress.submissions,
        )


def least_cpu(run: Callable[[], Finished], times: int = 3) -> float:
    """The least processor time of some runs of a command, in ms: the rest is other work."""
    return min(run().cpu_seconds for _ in range(times)) * 1_000


async def _completion(product: RunningProduct, session: str, limit: float) -> float:
    client = await Client.connect(product.address, namespace=product.namespace)
    return (await completion_time(client, session, limit)).timestamp()


async def _histories(product: RunningProduct) -> list[Histories]:
    return await histories_of(await Client.connect(product.address, namespace=product.namespace))
