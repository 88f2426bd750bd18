"""Where the demo runs, and the settings that its processes and ``--demo`` have."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from design_sessions import program
from design_sessions.data_directory import writing_in
from design_sessions.environment_files import ENV_FILE_VARIABLE
from design_sessions.errors import NotFoundError
from design_sessions.file_modes import make_private_directory
from design_sessions.settings import Settings
from hosting.endpoints import server_is_running

_KEPT_RUNS = 3
_OURS = ("ANTHROPIC_", "TEMPORAL_", "DESIGN_", "GITHUB_")
"""Settings of the user that the demo must not touch: their key, server, database and account."""
_DATA = "data"


def demo_settings(settings: Settings, directory: Path) -> Settings:
    """The settings of the run in this directory, with nothing of the user's but their name."""
    return Settings(
        environment=_own_environment(settings.environment),
        data_directory=directory / _DATA,
        user=settings.user,
    )


def fresh_directory(data_directory: Path) -> Path:
    """A directory for a run; the newest few earlier ones are kept for inspection."""
    runs = data_directory / "demo"
    with writing_in(data_directory):
        make_private_directory(data_directory)
        make_private_directory(runs)
        for old in _runs(data_directory)[: -(_KEPT_RUNS - 1)]:
            if not server_is_running(old / _DATA):
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix="run-", dir=runs))


def newest_directory(data_directory: Path) -> Path:
    """The directory of the last run.

    Raises:
        NotFoundError: there was none.
    """
    runs = _runs(data_directory)
    if not runs:
        raise NotFoundError("No demo has run here.", f"Run one: {program.client('demo')}")
    return runs[-1]


def _runs(data_directory: Path) -> list[Path]:
    found = (data_directory / "demo").glob("run-*")
    return sorted(found, key=lambda path: path.stat().st_mtime)


def _own_environment(environment: Mapping[str, str]) -> dict[str, str]:
    others = {name: value for name, value in environment.items() if not name.startswith(_OURS)}
    # Files of settings and Temporal's own configuration file could name a server as well.
    return others | {"TEMPORAL_CONFIG_FILE": os.devnull, ENV_FILE_VARIABLE: os.devnull}
