"""A session is understood and steered from its page in Temporal's Web UI alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from design_sessions.decisions import DECISIONS
from hosting.temporal_settings import known_page
from tests.web_ui.browser import open_page
from tests.web_ui.session_page import SessionPage
from tests.web_ui.stage import COMPONENTS, stage

pytestmark = pytest.mark.slow


async def test_a_person_reads_the_table_and_sends_the_retry_from_the_page(
    browser: str, tmp_path: Path
) -> None:
    async with stage(tmp_path, latency=0.0) as on_stage, open_page(browser) as page:
        session = await on_stage.start("--max-revisions", "1")
        waiting = await on_stage.product.until_attention()
        link = known_page(on_stage.product.settings, waiting)
        assert link is not None
        shown = SessionPage(page, on_stage.ui)
        await shown.follow(link)

        details = await shown.until(lambda text: "Waiting for a person" in text)
        assert "Designs of Shop.Blog: 5 of 6 done, 1 failed" in details
        assert 'retry_component with {"component": "Feed", "guidance": "..."}' in details
        assert f"python client.py status {session}" in details
        await shown.check_layout()
        assert "Current Details" in await shown.introduction()

        rows = await shown.rows()
        assert rows.keys() == COMPONENTS.keys()
        state, attempt, revisions, tokens, cost = rows["Feed"]
        assert (state, attempt, revisions) == ("failed", "1", "1")
        assert int(tokens.replace(",", "")) > 0
        assert float(cost.removeprefix("$")) > 0
        assert "Feed: Still not valid after 1 revision: " in await shown.details()
        assert rows["Comment"][:3] == ["complete", "1", "1"]
        assert rows["Post"][:3] == ["complete", "1", "0"]

        for what in ("Update", "Signal"):
            offered = await shown.offered(what)
            assert offered.keys() >= DECISIONS.keys()
            assert all(offered[name] for name in DECISIONS), offered
        await shown.send("Signal", "skip_review", '{"reason": "Read by Ann."}')
        await shown.send("Update", "retry_component", '{"component": "Feed", "guidance": "Brief."}')
        details = await shown.until(lambda text: "Complete." in text)
        assert "Designs of Shop.Blog: 6 of 6 done" in details
        assert (await shown.rows())["Feed"][:2] == ["complete", "2"]

        view = await on_stage.product.until_complete()
        assert {component.state for component in view.components} == {"complete"}
        assert view.review is not None
        assert view.review.state == "skipped"


async def test_a_component_has_a_page_of_its_own_and_the_list_filters(
    browser: str, tmp_path: Path
) -> None:
    faults = [{"component": "Feed", "kind": "refusal"}]
    async with stage(tmp_path, latency=0.0, faults=faults) as on_stage, open_page(browser) as page:
        session = await on_stage.start("--no-review")
        await on_stage.product.until_attention()
        shown = SessionPage(page, on_stage.ui)
        await shown.open(f"{session}/Shop.Blog.Feed")
        details = await shown.details()
        assert "Design of Shop.Blog.Feed, attempt 1" in details
        assert "Failed. The model refused to write a design" in details
        assert "1 model turn of at most 20" in details
        assert session in details

        for query, count in (
            ('DesignProject = "shop" AND DesignNeedsPerson = true', 1),
            ('DesignContext = "Shop.Blog" AND DesignStatus = "complete"', 5),
            ('DesignAccount = "default" AND DesignStatus = "failed"', 1),
            ('DesignComponent = "Shop.Blog.Feed"', 1),
        ):
            await page.goto(f"{on_stage.ui}/namespaces/default/workflows?query={query}")
            listed = page.get_by_role("cell").get_by_role("link", name=session)
            await expect(listed).to_have_count(count)
