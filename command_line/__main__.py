"""``python -m command_line``: the program, for the processes that it starts of itself."""

from __future__ import annotations

from command_line.app import main

main()
