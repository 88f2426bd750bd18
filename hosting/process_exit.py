"""The end of a process that ran a Temporal worker."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

from design_sessions.repository.git.processes import kill_all


def end_process(code: int) -> NoReturn:
    """Flush the output and end at once with this exit code, and git's processes with this one.

    The SDK's native threads sometimes abort during interpreter shutdown (exit codes 134 and 139
    were seen in about one run in five), and callers rely on our exit codes.
    """
    # Loaded by who makes traces; a command that makes none does not wait for it to load.
    if (tracing := sys.modules.get("hosting.tracing")) is not None:
        tracing.send_last_spans()
    logging.shutdown()
    kill_all()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # The reader of the pipe may be gone; the error cannot be reported.
            continue
    os._exit(code)
