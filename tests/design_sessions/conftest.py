"""Real documents, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real contexts with designs of their components; no part of this repository."""
    directory = Path(__file__).parents[2].parent / "shared" / "data"
    if not directory.is_dir():
        pytest.skip(f"needs {directory}")
    return directory
