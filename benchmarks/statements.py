"""How often a worker asks its database, in a small run of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from temporalio.client import Client

from benchmarks.counting_worker import COUNTS, COUNTS_VARIABLE
from benchmarks.histories import completion_time
from benchmarks.product import running_product
from benchmarks.results import Size, Statements
from benchmarks.shared_endpoint import SharedEndpoint

_SIZE = Size(20, 0.5)
_COUNTING_WORKER = (sys.executable, "-m", "benchmarks.counting_worker")


def count_statements(endpoint: SharedEndpoint, *, limit: float) -> Statements:
    """Statements and commits of a session, with those of its start and its end, for each turn.

    Args:
        limit: seconds that the session may take.
    """
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "counts"
        with running_product(
            endpoint,
            _SIZE.components,
            worker=_COUNTING_WORKER,
            variables={COUNTS_VARIABLE: str(path)},
        ) as product:
            endpoint.reset(_SIZE.latency)
            before = COUNTS.unpack(path.read_bytes())
            started = product.start(_SIZE.components, default_width=False, limit=limit)
            session = json.loads(started.output)["id"]

            async def wait() -> None:
                client = await Client.connect(product.address, namespace=product.namespace)
                await completion_time(client, session, limit)

            asyncio.run(wait())
            after = COUNTS.unpack(path.read_bytes())
        turns = endpoint.figures().answered
    return Statements((after[0] - before[0]) / turns, (after[1] - before[1]) / turns)
