"""Locked files that tell whether the process that holds them lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def is_held(path: Path) -> bool:
    """Whether a process holds the lock of a file; False where there is no file.

    The kernel releases a lock once no process has its descriptor, a moment before the last of them
    has ended. Unlike a process id, it is never reused by another process.
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
