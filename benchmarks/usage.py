"""Processor time and memory of processes, as Linux tells them in ``/proc``."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

_TICKS = os.sysconf("SC_CLK_TCK")
_SAMPLING_SECONDS = 0.25


class _Process(NamedTuple):
    name: str
    parent: int
    cpu_seconds: float


class MemorySample(NamedTuple):
    """Resident memory of some processes together at one time."""

    time: float
    """The machine's monotonic clock, in seconds."""
    megabytes: float


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor seconds that these processes and children that they waited for have used."""
    return sum(found.cpu_seconds for pid in pids if (found := _read(pid)))


def name_of(pid: int) -> str:
    """A process's name; empty if it has gone."""
    found = _read(pid)
    return found.name if found else ""


def descendants(pid: int) -> list[int]:
    """The processes below one, in no order."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (found := _read(int(entry.name))):
            children.setdefault(found.parent, []).append(int(entry.name))
    below, open_ = [], [pid]
    while open_:
        found_children = children.get(open_.pop(), [])
        below += found_children
        open_ += found_children
    return below


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


def _read(pid: int) -> _Process | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    start, _, rest = text.rpartition(")")
    fields = rest.split()
    # From proc(5), counted from the state, which is field 3: the parent, and utime to cstime.
    return _Process(start.partition("(")[2], int(fields[1]), sum(map(int, fields[11:15])) / _TICKS)


def _memory(pid: int) -> tuple[float, float]:
    """Resident memory now and at its peak, in MB; zero for a process that has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines()
    except OSError:
        return 0.0, 0.0
    found = {name: text for name, _, text in (line.partition(":") for line in lines)}
    sizes = [int(found.get(name, "0 kB").split()[0]) / 1_000 for name in ("VmRSS", "VmHWM")]
    return sizes[0], sizes[1]
