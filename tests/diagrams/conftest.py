"""The browser and the library, where there are both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.design_sessions.conftest import shared_data as shared_data
from tests.diagrams.mermaid import mermaid_library
from tests.web_ui.browser import installed_browser


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mermaid's file; skips the test without one, or without a browser."""
    if installed_browser() is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    found = mermaid_library(tmp_path_factory.mktemp("mermaid"))
    if isinstance(found, str):
        pytest.skip(found)
    return found
