"""A workflow's page in Temporal's Web UI, as a person uses it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

from playwright.async_api import Locator, Page, expect

_METADATA = "__temporal_workflow_metadata"
"""Query behind the details; the page renders them again only when the answer has changed."""
Rows = dict[str, list[str]]
"""The table's cells by the name of their component; without the name itself."""


class SessionPage:
    """The page of one workflow, on its tab with the details.

    Args:
        page: of the browser.
        ui: base address of the Web UI.
    """

    def __init__(self, page: Page, ui: str) -> None:
        self.page = page
        self._ui = ui

    async def follow(self, link: str) -> None:
        """Go where a report's link leads: to the details."""
        await self.page.goto(link)
        await expect(self._frame("current-details").locator("h3")).to_be_visible()

    async def open(self, workflow_id: str) -> None:
        """Go to the workflow's page and on to its details."""
        await self.page.goto(f"{self._ui}/namespaces/default/workflows/{quote(workflow_id, '')}")
        await self.page.get_by_text("User Metadata", exact=True).click()
        await expect(self._frame("current-details").locator("h3")).to_be_visible()

    async def details(self) -> str:
        """Text of the current details."""
        return await self._frame("current-details").locator("main").inner_text()

    async def check_layout(self) -> None:
        """The choices stand on the first screen, and the whole table within the page's width."""
        frame = self._frame("current-details")
        size = self.page.viewport_size
        assert size is not None
        choices = await frame.locator("li").last.bounding_box()
        assert choices is not None
        assert choices["y"] + choices["height"] < size["height"]
        table = await frame.locator("table").bounding_box()
        whole = await frame.locator("table").evaluate("table => table.scrollWidth")
        assert table is not None
        assert table["x"] + whole < size["width"]

    async def introduction(self) -> str:
        """Text of what was said of the workflow at its start."""
        return await self._frame("details").locator("main").inner_text()

    async def rows(self) -> Rows:
        """The table of components."""
        rows: Rows = {}
        for row in await self._frame("current-details").locator("tbody tr").all():
            name, *cells = [text.strip() for text in await row.locator("td").all_inner_texts()]
            rows[name] = cells
        return rows

    async def until(self, condition: Callable[[str], bool], *, patience: float = 100.0) -> str:
        """Refresh the details, as the R key does, until they fulfil a condition."""
        deadline = asyncio.get_running_loop().time() + patience
        while not condition(text := await self.details()):
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"waited in vain; the page says:\n{text}")
            async with self.page.expect_response(lambda answer: _METADATA in answer.url):
                await self.page.locator("body").press("r")
            await expect(self._frame("current-details").locator("h3")).to_be_visible()
        return text

    async def offered(self, what: Literal["Signal", "Update"]) -> dict[str, str]:
        """Descriptions of what the dialog offers, by name."""
        dialog = await self._open_dialog(what)
        options: dict[str, str] = {}
        for option in await dialog.get_by_role("option").all():
            name, _, description = (await option.inner_text()).strip().partition("\n")
            options[name] = description.strip()
        await dialog.get_by_test_id(f"{what.lower()}-select-button").click()
        await dialog.get_by_test_id("cancel-modal-button").click()
        return options

    async def send(self, what: Literal["Signal", "Update"], name: str, data: str) -> None:
        """Send a signal or an update from the page's own dialog."""
        dialog = await self._open_dialog(what)
        await dialog.get_by_role("option").filter(has_text=name).first.click()
        editor = dialog.get_by_role("textbox", name="Data")
        await editor.fill(data)
        # Left, the editor sets the JSON out on lines of its own, and the button moves away.
        await editor.blur()
        await dialog.get_by_test_id("confirm-modal-button").click()
        await expect(dialog).to_be_hidden()

    async def _open_dialog(self, what: Literal["Signal", "Update"]) -> Locator:
        await self.page.get_by_role("button", name="More Actions").click()
        entry = {"Signal": "Send a Signal", "Update": "Send an Update"}[what]
        await self.page.get_by_role("menuitem", name=entry).click()
        dialog = self.page.get_by_role("dialog").filter(has_text=entry)
        await dialog.get_by_test_id(f"{what.lower()}-select-button").click()
        # The list is in the page before it is shown, and its texts are empty until then.
        await expect(dialog.get_by_role("option").first).to_be_visible()
        return dialog

    def _frame(self, part: str) -> Locator:
        return self.page.frame_locator(f"#user-metadata-{part}").locator("body")
