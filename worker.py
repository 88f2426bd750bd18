"""A worker process: ``python worker.py [--dev]``."""

from __future__ import annotations

from command_line.commands.worker import COMMAND
from command_line.exit_codes import run_command
from design_sessions.process_environment import prepare_environment
from hosting.process_exit import end_process

if __name__ == "__main__":
    prepare_environment()
    end_process(run_command(COMMAND))
