"""The end of a process that ran a Temporal worker."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn


def end_process(code: int) -> NoReturn:
    """Flush the output and end at once with this exit code.

    The SDK's native threads sometimes abort during interpreter shutdown (exit codes 134 and 139
    were seen in about one run in five), and callers rely on our exit codes.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # The reader of the pipe may be gone; the error cannot be reported.
            continue
    os._exit(code)
