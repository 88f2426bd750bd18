"""Which workers run on a data directory: a locked file for each of them in ``workers``."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from filelock import AsyncFileLock
from pydantic import BaseModel, ValidationError

from design_sessions.file_modes import make_private_directory
from hosting.file_locks import is_held

WORKERS = "workers"
WORKER_LOG = "worker.log"
"""Of the workers that commands have started in the background."""
_RUNNING = ".running"
_STOPPING = ".stopping"


class RegisteredWorker(BaseModel):
    """A worker that takes work, as it describes itself to commands on its machine."""

    pid: int
    since: datetime
    """When it was ready."""
    background: bool
    """Whether a command has started it; it then ends by itself."""
    embedded: bool
    """Whether it polls the data directory's own server."""
    address: str
    """``host:port`` of Temporal's gRPC service."""
    namespace: str
    ui: str | None
    task_queue: str
    database: str
    """URL of the sessions' database, without a password."""
    log: str | None
    """Its log file; None for its own terminal."""
    idle_timeout: float | None
    """Seconds without work after which it ends by itself; None for never."""
    settings_digest: str
    """Of :func:`hosting.settings_digest.settings_digest`."""


class Registration:
    """The entry of this process, whose lock the kernel releases when the process dies.

    Args:
        data_directory: that the worker works on.
    """

    def __init__(self, data_directory: Path) -> None:
        self._path = data_directory / WORKERS / f"{os.getpid()}-{uuid4().hex[:8]}{_RUNNING}"
        self._descriptor: int | None = None

    def publish(self, worker: RegisteredWorker) -> None:
        """Let commands find the worker."""
        make_private_directory(self._path.parent)
        unfinished = self._path.with_suffix(".new")
        self._descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        os.write(self._descriptor, worker.model_dump_json().encode())
        unfinished.rename(self._path)

    def last_use(self) -> int:
        """A number that changes whenever a command is about to give the worker something to do."""
        return 0 if self._descriptor is None else os.fstat(self._descriptor).st_mtime_ns

    def retire(self) -> None:
        """Say that the worker takes no new work, although it still runs."""
        with suppress(OSError):
            self._path.rename(self._path.with_suffix(_STOPPING))

    def remove(self) -> None:
        """Say that the worker has ended, and its part in the embedded server with it."""
        for path in (self._path, self._path.with_suffix(_STOPPING)):
            path.unlink(missing_ok=True)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class FoundWorker:
    """A worker that another process has registered.

    Args:
        path: of its entry.
        worker: how it describes itself.
    """

    def __init__(self, path: Path, worker: RegisteredWorker) -> None:
        self._path = path
        self.worker = worker

    @property
    def stopping(self) -> bool:
        """Whether it takes no new work."""
        return self._path.suffix == _STOPPING

    def mark_used(self) -> None:
        """Tell it that something is about to run; it then does not end by itself."""
        os.utime(self._path)

    def has_ended(self) -> bool:
        """Whether it has ended by now."""
        return not any(map(is_held, (self._path, self._path.with_suffix(_STOPPING))))


def find_workers(data_directory: Path) -> list[FoundWorker]:
    """The workers that run on a data directory, those that are stopping too, oldest first."""
    found = [
        FoundWorker(path, worker)
        for suffix in (_RUNNING, _STOPPING)
        for path in (data_directory / WORKERS).glob(f"*{suffix}")
        for worker in _read(path)
    ]
    return sorted(found, key=lambda each: each.worker.since)


def usable_worker(data_directory: Path, task_queue: str) -> FoundWorker | None:
    """The oldest worker that takes work from this queue of the data directory's server."""
    usable = (
        each
        for each in find_workers(data_directory)
        if each.worker.embedded and not each.stopping and each.worker.task_queue == task_queue
    )
    return next(usable, None)


def worker_start_lock(data_directory: Path) -> AsyncFileLock:
    """The lock of whoever starts a background worker, is about to use one, or ends by itself."""
    return AsyncFileLock(data_directory / "worker.start.lock", mode=0o600)


def _read(path: Path) -> Iterator[RegisteredWorker]:
    with suppress(OSError, ValidationError):
        worker = RegisteredWorker.model_validate_json(path.read_bytes())
        if is_held(path):
            yield worker
        else:
            path.unlink()  # Its worker was killed.
