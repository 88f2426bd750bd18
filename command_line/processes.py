"""Processes that a command starts and stops."""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from design_sessions.errors import InputError

_READY_SECONDS = 120.0
_STOP_SECONDS = 15.0


class Processes:
    """Starts processes and stops them all at the end, the last first.

    Each runs in its own process session, so Ctrl-C in a terminal reaches only this process, which
    then stops them in order.

    Args:
        directory: where they run, away from the user's ``.env``; gets one log file per process.
        environment: of the processes started from now on; may be extended.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self._directory = directory
        self.environment = dict(environment)
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], ready: str) -> re.Match[str]:
        """Start a process and wait for the line on standard output that says it is ready.

        Args:
            name: of the process, for its log and for messages.
            command: program and arguments.
            ready: regular expression of the line.

        Raises:
            InputError: it ended or printed no such line; points to its log.
        """
        log_path = self._directory / f"{name}.log"
        with log_path.open("ab") as log:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environment,
                cwd=self._directory,
                start_new_session=True,
            )
        self._running.append(process)
        found = _wait_for_line(process, re.compile(ready))
        if found is None:
            raise InputError(f"The {name} did not start.", f"See {log_path}.")
        return found

    def stop(self) -> None:
        """Stop all of them: terminate each, and kill it if it does not end in time."""
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            while self._running:
                _stop(self._running.pop())
        finally:
            signal.signal(signal.SIGINT, previous)


def _wait_for_line(
    process: subprocess.Popen[bytes], pattern: re.Pattern[str]
) -> re.Match[str] | None:
    output = process.stdout
    assert output is not None
    os.set_blocking(output.fileno(), False)
    deadline = time.monotonic() + _READY_SECONDS
    text = ""
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if not selector.select(timeout=left):
                return None
            chunk = os.read(output.fileno(), 65_536)
            text += chunk.decode(errors="replace")
            for line in text.splitlines():
                if found := pattern.search(line):
                    return found
            if not chunk:
                return None
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
            break
    if process.stdout is not None:
        process.stdout.close()
