"""A headless Chromium of the machine; none is downloaded."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright, expect

WIDTH, HEIGHT = 1400, 900
PATIENCE = 60.0
"""Seconds that the page may take for one thing."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-lcd-text",  # colours at the edges of letters make pictures large
)


def installed_browser() -> str | None:
    """Path of a Chromium; None where none is installed."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def open_page(browser: str) -> AsyncIterator[Page]:
    """An empty page of a browser that is gone at the end.

    Args:
        browser: path of a Chromium.
    """
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser, args=_OPTIONS)
        try:
            page = await chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(PATIENCE * 1000)
            expect.set_options(timeout=PATIENCE * 1000)
            yield page
        finally:
            await chromium.close()
