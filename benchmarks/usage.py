"""Processor time and memory of processes, the memory as Linux tells it in ``/proc``."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

import psutil

_SAMPLING_SECONDS = 0.25


class MemorySample(NamedTuple):
    """Resident memory of some processes together at one time."""

    time: float
    """The machine's monotonic clock, in seconds."""
    megabytes: float


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor seconds that these processes and children that they waited for have used."""
    seconds = 0.0
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            times = psutil.Process(pid).cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def name_of(pid: int) -> str:
    """A process's name; empty if it has gone."""
    try:
        return psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return ""


def descendants(pid: int) -> list[int]:
    """The processes below one, in no order."""
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


class MemorySampler:
    """Samples the memory of processes in a thread while its block runs."""

    def __init__(self, pids: Iterable[int]) -> None:
        self._pids = list(pids)
        self._peaks: dict[int, float] = {}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self.samples: list[MemorySample] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    @property
    def peak_megabytes(self) -> float:
        """The sum of the processes' own peaks; each may have had its peak before the block."""
        return sum(self._peaks.values())

    def _sample(self) -> None:
        while True:
            resident = 0.0
            for pid in self._pids:
                now, peak = _memory(pid)
                resident += now
                self._peaks[pid] = max(self._peaks.get(pid, 0.0), peak)
            self.samples.append(MemorySample(time.monotonic(), resident))
            if self._ending.wait(_SAMPLING_SECONDS):
                return


def _memory(pid: int) -> tuple[float, float]:
    """Resident memory now and at its peak, in MB; zero for a process that has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines()
    except OSError:
        return 0.0, 0.0
    found = {name: text for name, _, text in (line.partition(":") for line in lines)}
    sizes = [int(found.get(name, "0 kB").split()[0]) / 1_000 for name in ("VmRSS", "VmHWM")]
    return sizes[0], sizes[1]
