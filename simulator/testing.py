"""A simulator inside a test: a thread with its own event loop, real HTTP on loopback."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.answer_log import AnswerLog
from simulator.engine import Engine
from simulator.faults import parse_faults
from simulator.rate_limits import RateLimits
from simulator.server import SimulatorServer, base_url, listen

_START_TIME = 10.0


@dataclass(frozen=True)
class RunningSimulator:
    """A simulator that serves. ``base_url`` goes into ``ANTHROPIC_BASE_URL``."""

    base_url: str
    log_path: Path
    engine: Engine

    def read_log(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The lines of the log, all or those of one kind.

        An answer that a client has received whole is in it.
        """
        deadline = time.monotonic() + 1
        while self.engine.finishing and time.monotonic() < deadline:
            time.sleep(0.001)
        lines = self.log_path.read_text(encoding="utf-8").splitlines()
        records: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return [record for record in records if kind is None or record["kind"] == kind]

    def wait_until_in_flight(self, calls: int, timeout: float = 10.0) -> None:
        """Wait until exactly so many message calls are under way.

        Raises:
            TimeoutError: after ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while self.engine.in_flight != calls:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.engine.in_flight} calls are under way, not {calls}.")
            time.sleep(0.005)


@contextmanager
def running_simulator(
    *,
    latency: float = 0.0,
    faults: list[dict[str, Any]] | dict[str, Any] | None = None,
    seed: int = 0,
    log_path: Path | None = None,
    limits: RateLimits | None = None,
    clock: Callable[[], float] = time.time,
) -> Iterator[RunningSimulator]:
    """Start a simulator on a free port and stop it at the end.

    Args:
        latency: seconds for each answer.
        faults: what a faults file would hold, or the list of its faults alone.
        seed: varies faults by rate.
        log_path: keeps the log there instead of in a temporary file.
        limits: rate limits instead of those in ``faults``.
        clock: seconds since the epoch, for the rate limits.
    """
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as directory:
        path = log_path or Path(directory) / "simulator.jsonl"
        file = parse_faults(faults or [])
        if limits is not None:
            file.limits = limits
        engine = Engine(latency=latency, seed=seed, faults=file, log=AnswerLog(path), clock=clock)
        listener = listen("127.0.0.1", 0)
        address = base_url(listener)
        ready = threading.Event()
        server = SimulatorServer(engine, ready.set)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="simulator", daemon=True
        )
        thread.start()
        try:
            if not ready.wait(_START_TIME):
                raise RuntimeError(f"The simulator did not start within {_START_TIME:g} seconds.")
            yield RunningSimulator(address, path, engine)
        finally:
            server.should_exit = True
            thread.join(_START_TIME)
            listener.close()
            engine.log.close()
