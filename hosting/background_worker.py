"""A worker with the embedded server that a command starts and that outlives the command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from design_sessions.data_directory import writing_in
from design_sessions.environment_files import ENV_FILE_VARIABLE
from design_sessions.errors import InputError
from design_sessions.file_modes import make_private_directory
from design_sessions.settings import Settings
from hosting.registered_workers import WORKER_LOG, FoundWorker, find_workers

READY_SECONDS = 120.0
_ROOT = Path(__file__).resolve().parents[1]
_ERROR = "Error: "
_started: list[subprocess.Popen[bytes]] = []
"""Kept, since Python warns of a process that is forgotten while it runs."""


def worker_log(data_directory: Path) -> Path:
    """The log file of a data directory's background workers."""
    return data_directory / WORKER_LOG


def start_background_worker(settings: Settings) -> FoundWorker:
    """Start a worker with these settings in its own process session; wait until it takes work.

    It has the caller's environment with what files of settings add, and reads no such files itself.

    Raises:
        InputError: it has ended, and says why, or is not ready within :data:`READY_SECONDS`.
    """
    directory, log = settings.data_directory, worker_log(settings.data_directory)
    environment = {
        **settings.environment,
        ENV_FILE_VARIABLE: os.devnull,
        "PYTHONPATH": os.pathsep.join(
            filter(None, (str(_ROOT), settings.environment.get("PYTHONPATH")))
        ),
    }
    with writing_in(directory):
        make_private_directory(directory)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        begun = os.fstat(descriptor).st_size
        process = subprocess.Popen(
            # -P: no module of the directory in which the user stands is imported.
            [
                *(sys.executable, "-P", "-m", "command_line", "worker", "--dev", "--background"),
                *("--data-dir", str(directory)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            env=environment,
            start_new_session=True,
        )
    finally:
        os.close(descriptor)
    _started.append(process)
    return _until_ready(process, directory, log, begun)


def _until_ready(
    process: subprocess.Popen[bytes], directory: Path, log: Path, begun: int
) -> FoundWorker:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        for found in find_workers(directory):
            if found.worker.pid == process.pid:
                return found
        if process.poll() is not None:
            raise InputError(
                f"The worker could not be started: {_reason(log, begun)}", f"Its log: {log}."
            )
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    raise InputError(
        f"The worker was not ready within {READY_SECONDS:g} seconds.", f"See its log: {log}."
    )


def _reason(log: Path, begun: int) -> str:
    """The line for people that it has ended with, else the last of its log."""
    with log.open("rb") as file:
        file.seek(begun)
        lines = file.read().decode(errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    errors = [line.removeprefix(_ERROR) for line in said if line.startswith(_ERROR)]
    return [*said, *errors][-1] if said else "it has said nothing."
