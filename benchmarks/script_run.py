"""A script on one job: plain asyncio, DBOS or LangGraph."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.environment import own_python, process_environment
from benchmarks.material import TURNS
from benchmarks.processes import run_process
from benchmarks.results import Run, Size
from benchmarks.shared_endpoint import SharedEndpoint

SCRIPTS = {"asyncio": "plain_asyncio", "langgraph": "langgraph_sqlite", "dbos": "dbos_sqlite"}
"""Modules of ``benchmarks/scripts`` by the name of the system."""


def measure_script(endpoint: SharedEndpoint, system: str, size: Size, *, limit: float) -> Run:
    """Run a script in a fresh directory on disk.

    Args:
        system: a key of :data:`SCRIPTS`.
        limit: seconds that it may take.
    """
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix=f"benchmark-{system}-") as name:
        endpoint.reset(size.latency)
        finished = run_process(
            [
                *(str(own_python()), "-m", f"benchmarks.scripts.{SCRIPTS[system]}"),
                *("--base-url", endpoint.base_url, "--directory", name),
                *("--components", str(size.components)),
            ],
            cwd=Path(name),
            environment=process_environment(),
            limit=limit,
        )
    calls, first = endpoint.calls(), endpoint.figures().first_request
    assert first is not None
    if calls.turns != size.components * TURNS:
        raise RuntimeError(f"{system} made {calls.turns} turns, not {size.components * TURNS}.")
    return Run(
        system=system,
        size=size,
        calls=calls,
        whole=finished.ended - finished.started,
        to_first_call=first - finished.started,
        cpu=(finished.cpu_seconds - float(finished.output)) * 1_000 / calls.turns,
        peak_memory=finished.peak_megabytes,
        load_before=load,
    )
