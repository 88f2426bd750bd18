"""The end of a process that ran a Temporal worker."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn


def end_process(code: int) -> NoReturn:
    """Flush what was written and end at once with this exit code.

    The SDK's native threads sometimes abort while the interpreter tears itself down (exit codes
    134 and 139 were seen in about one run in five), and exit codes are a contract here.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # The reader of a pipe may be gone; there is nobody left to tell.
            continue
    os._exit(code)
