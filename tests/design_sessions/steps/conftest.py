"""What the steps of a session work with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from design_sessions.services import Services, open_services
from tests.support.product import product_settings


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Services of a worker whose endpoint nobody reaches."""
    opened = open_services(product_settings(tmp_path / "data", "http://127.0.0.1:9"))
    yield opened
    asyncio.run(opened.close())
