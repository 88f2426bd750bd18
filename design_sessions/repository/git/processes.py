"""Git's processes: each is the leader of its own session and ends with all that it has started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, cast

_running: set[int] = set()
"""Changed without a lock: the garbage collector and signal handlers call what changes it."""


def start_process(
    command: Sequence[str],
    stdin: BinaryIO | int,
    environment: Mapping[str, str],
    *,
    umask: int = -1,
) -> subprocess.Popen[bytes]:
    """Start a program through GitPython, with this environment alone.

    A session of its own has no terminal to prompt on, and Ctrl-C in the worker's terminal does not
    tear a push apart while the worker shuts down. Whoever starts it calls :func:`end_process`.

    Raises:
        FileNotFoundError: there is no such program.
    """
    if shutil.which(command[0], path=environment.get("PATH")) is None:
        raise FileNotFoundError(command[0])
    # It takes a tenth of a second, which a report that needs no git should not; and fails without.
    import git

    # GitPython adds to this process's environment but cannot take away from it.
    unwanted = [name for name in os.environ if name not in environment]
    handle: Any = git.Git().execute(
        ["env", *(part for name in unwanted for part in ("-u", name)), *command],
        istream=cast(Any, stdin),
        as_process=True,
        env=dict(environment),
        start_new_session=True,
        umask=umask,
    )
    process: subprocess.Popen[bytes] = handle.proc
    # It would end the process as soon as nobody holds the handle.
    handle.proc = None
    _running.add(process.pid)
    return process


def end_process(process: subprocess.Popen[bytes]) -> None:
    """Kill it and its children if it still runs, and close its pipes."""
    if process.poll() is None:
        kill_group(process)
    for pipe in (process.stdin, process.stdout, process.stderr):
        # What was not yet written to a command that has died cannot be flushed.
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    process.wait()
    _running.discard(process.pid)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that was started here, and its children."""
    _kill(process.pid)


def kill_all() -> None:
    """Kill whatever still runs: this process ends now and waits for nothing."""
    for process_id in list(_running):
        _kill(process_id)


def _kill(process_id: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process_id, signal.SIGKILL)
