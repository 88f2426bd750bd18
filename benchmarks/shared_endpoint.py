"""The endpoint that all systems share, as a process of its own."""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.endpoint.figures import Figures
from benchmarks.environment import process_environment
from benchmarks.processes import serving_process
from benchmarks.results import Calls
from benchmarks.usage import cpu_seconds

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SharedEndpoint:
    """Resets the endpoint's counts before a run and reads them after it."""

    def __init__(self, base_url: str, pid: int) -> None:
        self.base_url = base_url
        self._pid = pid
        self._cpu_before = 0.0

    def reset(self, latency: float) -> None:
        """Begin a run whose answers take ``latency`` seconds."""
        self._ask(f"?latency={latency}", "POST")
        self._cpu_before = cpu_seconds([self._pid])

    def figures(self) -> Figures:
        """The counts of the run so far."""
        return Figures(**self._ask("", "GET"))

    def calls(self) -> Calls:
        """What a run that has ended did."""
        figures = self.figures()
        if figures.first_request is None or figures.last_answer is None:
            raise RuntimeError("Nothing was asked of the endpoint.")
        return Calls(
            turns=figures.answered,
            most_under_way=figures.most_under_way,
            first_to_last=figures.last_answer - figures.first_request,
            request_kilobytes=figures.request_bytes / figures.calls / 1_000,
            endpoint_cpu=(cpu_seconds([self._pid]) - self._cpu_before) * 1_000 / figures.answered,
        )

    def _ask(self, query: str, method: str) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.base_url}/benchmark{query}", method=method)
        with _DIRECT.open(request, timeout=10) as response:
            answer: dict[str, Any] = json.load(response)
        return answer


@contextmanager
def shared_endpoint() -> Iterator[SharedEndpoint]:
    """The endpoint, which serves until the block ends."""
    with (
        tempfile.TemporaryDirectory(prefix="benchmark-endpoint-") as directory,
        serving_process(
            [sys.executable, "-m", "benchmarks.endpoint"],
            cwd=Path(directory),
            environment=process_environment(),
            ready="http",
        ) as (pid, base_url),
    ):
        yield SharedEndpoint(base_url, pid)
