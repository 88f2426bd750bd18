"""Detects that the reader of a pipe has gone, even while there is nothing to write."""

from __future__ import annotations

import errno
import os
import select
from typing import IO


def require_reader(stream: IO[str]) -> None:
    """Return if the stream still has a reader, or is not a pipe.

    Raises:
        BrokenPipeError: the reader has closed the pipe.
    """
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    watched = select.poll()
    watched.register(descriptor, 0)
    # POLLERR on the writing end of a pipe means that the reading end is closed (poll(2)).
    if any(event & select.POLLERR for _, event in watched.poll(0)):
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
