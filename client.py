"""The command line: ``python client.py COMMAND``."""

from __future__ import annotations

from command_line.app import main

if __name__ == "__main__":
    main()
