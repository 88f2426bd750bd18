"""``worker.py`` that counts its database statements, as ``python -m benchmarks.counting_worker``.

It listens to SQLAlchemy's events and writes the counts into a file, so that it needs to know
nothing of the product. Only :mod:`benchmarks.statements` starts it; times are never measured here.
"""

from __future__ import annotations

import mmap
import os
import runpy
import struct
import sys
import threading
from pathlib import Path

from sqlalchemy import Engine, event

from benchmarks.environment import ROOT

COUNTS_VARIABLE = "BENCHMARK_COUNTS"
COUNTS = struct.Struct("qq")
"""Statements and commits, in the file that the variable names."""


def _count() -> None:
    path = Path(os.environ[COUNTS_VARIABLE])
    path.write_bytes(COUNTS.pack(0, 0))
    with path.open("r+b") as file:
        shown = mmap.mmap(file.fileno(), COUNTS.size)
    numbers, lock = [0, 0], threading.Lock()

    def add(which: int) -> None:
        with lock:
            numbers[which] += 1
            COUNTS.pack_into(shown, 0, *numbers)

    event.listen(Engine, "before_cursor_execute", lambda *_: add(0))
    event.listen(Engine, "commit", lambda *_: add(1))


if __name__ == "__main__":
    _count()
    worker = str(ROOT / "worker.py")
    sys.argv[0] = worker
    runpy.run_path(worker, run_name="__main__")
