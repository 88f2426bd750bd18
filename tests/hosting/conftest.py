"""Shared by the tests of the hosting package."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hosting.embedded_server import EmbeddedServer
from hosting.ports import free_port


@pytest.fixture
def no_temporal_settings(environment: dict[str, str], tmp_path: Path) -> None:
    """Nothing of the machine's own Temporal settings."""
    environment["TEMPORAL_CONFIG_FILE"] = str(tmp_path / "none.toml")


@pytest.fixture
async def server(tmp_path: Path, no_temporal_settings: None) -> AsyncIterator[EmbeddedServer]:
    """A server object for a fresh data directory; whatever it starts is stopped at the end."""
    port = free_port()
    embedded = EmbeddedServer(
        tmp_path / "data",
        database="sqlite:///sessions.sqlite3",
        port=port,
        ui_port=free_port(taken={port}),
    )
    yield embedded
    await embedded.release()
