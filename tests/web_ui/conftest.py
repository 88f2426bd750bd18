"""The browser, where there is one."""

from __future__ import annotations

import pytest

from tests.web_ui.browser import installed_browser


@pytest.fixture
def browser() -> str:
    """Path of a Chromium; skips the test where none is installed."""
    path = installed_browser()
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    return path
