"""A person decides on findings and revisions from the session's page alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web_ui.browser import open_page
from tests.web_ui.session_page import SessionPage
from tests.web_ui.stage import stage

pytestmark = pytest.mark.slow

FAULTS = [
    {"component": "Feed", "kind": "contradiction"},
    {"component": "FeedLive", "kind": "contradiction"},
]


@pytest.mark.parametrize(("options", "asker"), [((), "review"), (("--no-review",), "checks")])
async def test_a_finding_is_waived_and_the_other_revision_approved_from_the_page(
    browser: str, tmp_path: Path, options: tuple[str, ...], asker: str
) -> None:
    async with (
        stage(tmp_path, latency=0.0, faults=FAULTS) as on_stage,
        open_page(browser) as page,
    ):
        session = await on_stage.start("--review-gate", *options)
        shown = SessionPage(page, on_stage.ui)
        await shown.open(session)

        details = await shown.until(lambda text: "Waiting for a person" in text)
        question = f"The {asker} would have 2 designs (Feed, FeedLive) revised for 2 findings."
        assert question in details
        assert 'waive_finding with {"finding": "F1", "reason": "..."}' in details
        assert "F1 major (Feed" in details

        await shown.send("Signal", "waive_finding", '{"finding": "F1", "reason": "Known."}')
        await shown.until(lambda text: "1 design (FeedLive) revised for 1 finding." in text)
        await shown.send("Update", "retry_step", "{}")
        details = await shown.until(lambda text: "Complete." in text)
        assert "Known." in details

        rows = await shown.rows()
        assert (rows["Feed"][1], rows["FeedLive"][1]) == ("1", "2")
