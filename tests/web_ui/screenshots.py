"""Takes the screenshots of a session's page that the documentation shows.

Run it as ``python -m tests.web_ui.screenshots``; it needs a Chromium. The session runs in a
directory that says nothing of the machine.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from playwright.async_api import Page

from tests.support.processes import ROOT
from tests.web_ui.browser import installed_browser, open_page
from tests.web_ui.session_page import SessionPage
from tests.web_ui.stage import Stage, stage

IMAGES = ROOT / "docs" / "images"
DIRECTORY = Path("/tmp/shop")
_ADVICE = "Keep the newest posts in an ETS table; name its owner."


async def take() -> None:
    """Take all of them anew."""
    browser = installed_browser()
    if browser is None:
        raise SystemExit("No Chromium is installed: apt-get install chromium")
    try:
        async with (
            stage(DIRECTORY, latency=2.0, DESIGN_TASK_QUEUE="context-design") as on_stage,
            open_page(browser) as page,
        ):
            await _session(on_stage, page)
    finally:
        shutil.rmtree(DIRECTORY, ignore_errors=True)


async def _session(on_stage: Stage, page: Page) -> None:
    product = on_stage.product
    session = await on_stage.start("--max-parallel", "3")
    shown = SessionPage(page, on_stage.ui)
    await product.until(lambda view: any(c.state == "complete" for c in view.components))
    await _save(shown, session, "session-running")

    on_stage.simulator.engine.latency = 0.0
    await product.until_attention()
    await _save(shown, session, "session-waiting")

    await product.update("retry_component", component="Feed", guidance=_ADVICE)
    await product.until_complete()
    await _save(shown, session, "session-finished")


async def _save(shown: SessionPage, session: str, name: str) -> None:
    await shown.open(session)
    path = IMAGES / f"{name}.png"
    await shown.page.screenshot(path=path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    if DIRECTORY.exists():
        raise SystemExit(f"Move {DIRECTORY} away: it is there already, and removed at the end.")
    asyncio.run(take())
