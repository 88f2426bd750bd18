"""Processes of the benchmark: each is started here, waited for with a limit, and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.usage import MemorySampler, descendants

_STOP_SECONDS = 30.0


class ProcessFailedError(Exception):
    """A process of the benchmark ended badly, too late, or before it was ready."""


@dataclass(frozen=True)
class Finished:
    """A process that has ended well. Times are the machine's monotonic clock, in seconds."""

    started: float
    ended: float
    cpu_seconds: float
    """Its own and that of the processes that it waited for."""
    peak_megabytes: float
    output: str


def run_process(
    command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], limit: float
) -> Finished:
    """Run a command to its end.

    Args:
        limit: seconds after which it is killed.

    Raises:
        ProcessFailedError: it failed or was killed.
    """
    output_path, log_path = cwd / "output", cwd / "log"
    with output_path.open("wb") as output, log_path.open("wb") as log:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=log,
            start_new_session=True,
        )
    killer = threading.Timer(limit, kill_group, [process.pid])
    killer.start()
    try:
        with MemorySampler([process.pid]) as memory:
            _, status, used = os.wait4(process.pid, 0)
        ended = time.monotonic()
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        killer.cancel()
        if process.returncode is None:
            kill_group(process.pid)
            process.wait(_STOP_SECONDS)
    if process.returncode:
        said = (log_path.read_text(errors="replace") + output_path.read_text(errors="replace"))[
            -3_000:
        ]
        raise ProcessFailedError(f"{list(command)} ended with {process.returncode}:\n{said}")
    cpu = used.ru_utime + used.ru_stime
    return Finished(started, ended, cpu, memory.peak_megabytes, output_path.read_text())


@contextmanager
def serving_process(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    ready: str,
    limit: float = 60.0,
) -> Iterator[tuple[int, str]]:
    """A process that serves until the block ends; its descendants end with it.

    Args:
        ready: what stands in the line that says it is ready.
        limit: seconds to wait for that line.

    Yields:
        Its process id and that line.

    Raises:
        ProcessFailedError: it did not get ready.
    """
    output_path = cwd / "serving-output"
    with output_path.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    children: list[int] = []
    try:
        line = _ready_line(process, output_path, ready, limit)
        # Temporal's server has its own process group, so it is remembered by its id.
        children = descendants(process.pid)
        yield process.pid, line
    finally:
        children = sorted({*children, *descendants(process.pid)})
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
        for pid in [process.pid, *children]:
            kill_group(pid)
        process.wait(_STOP_SECONDS)


def kill_group(pid: int) -> None:
    """Kill the process group that this process leads, if there is one."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _ready_line(process: subprocess.Popen[bytes], output: Path, ready: str, limit: float) -> str:
    deadline = time.monotonic() + limit
    while True:
        for line in output.read_text(errors="replace").splitlines(keepends=True):
            if ready in line and line.endswith("\n"):
                return line.strip()
        if process.poll() is not None or time.monotonic() > deadline:
            said = output.read_text(errors="replace")[-3_000:]
            raise ProcessFailedError(f"A process did not get ready:\n{said}")
        time.sleep(0.02)
