"""The command line: ``python client.py COMMAND``."""

from __future__ import annotations

import os
import signal

if __name__ == "__main__":
    # Ctrl-C during the imports has nothing to clean up; run_command sets Python's own answer again.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

from command_line.app import main

if __name__ == "__main__":
    main()
