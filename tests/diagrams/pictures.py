"""Makes the pictures of a pull request's body and of its diagram that the documentation shows.

Run it as ``python -m tests.diagrams.pictures``; it needs a Chromium, and Mermaid as
:mod:`tests.diagrams.mermaid` finds it. The session is made up; what is shown of it is not.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from playwright.async_api import Page

from benchmarks.seeded_contradictions.corpus import Corpus, bundled
from design_sessions.contradictions.diagram import dependency_diagram
from design_sessions.pull_requests import SessionReport, describe_session
from design_sessions.pull_requests.report import BranchLinks
from design_sessions.repository.reading.authorship import Authorship
from design_sessions.review_results import RevisedDesign
from design_sessions.scope import Scope
from design_sessions.status import (
    FindingSide,
    ReviewFinding,
    ReviewStatus,
    Usage,
    accepted_because,
)
from tests.diagrams.charts import chart_of, sixty
from tests.diagrams.mermaid import draw, mermaid_library
from tests.support.processes import ROOT
from tests.support.statuses import component_status, session_status
from tests.web_ui.browser import installed_browser, open_page

IMAGES = ROOT / "docs" / "images"
_FENCE = re.compile(r'<pre><code class="language-mermaid">(.*?)</code></pre>', re.DOTALL)
_LINKS = "https://code.example.com/harbour/"
_STYLE = """
body { font: 14px/1.5 sans-serif; color: #1f2328; background: #fff; width: 860px;
       margin: 0; padding: 24px 32px; }
h2 { font-size: 20px; border-bottom: 1px solid #d1d9e0; padding-bottom: 5px; margin: 24px 0 14px; }
code { background: #eff1f3; border-radius: 5px; padding: 2px 5px; font-size: 12px; }
a { color: #0969da; text-decoration: none; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #d1d9e0; padding: 5px 11px; text-align: left; }
tr:nth-child(2n) { background: #f6f8fa; }
blockquote { border-left: 4px solid #d1d9e0; margin: 0; padding: 0 14px; color: #59636e; }
details { margin: 8px 0; } summary { cursor: pointer; }
.chart { text-align: center; } .chart svg { max-width: 100%; }
"""


def summary() -> str:
    """What is written into a pull request of a session that found something."""
    corpus = _changed(next(each for each in bundled() if each.context.module == "Harbour.Berths"))
    context, found = corpus.context, corpus.check()
    states = {"Gates.Barrier": "accepted", "Tariff": "kept"}
    reason = accepted_because("the gate's maker decides")
    components = [
        component_status(
            each.module,
            states.get(each.name, "complete"),
            name=each.name,
            type=each.declared_type or str(each.type),
            design_path=each.design_path,
            revisions=0 if each.name in states else 1,
            error=reason if each.name == "Gates.Barrier" else None,
            usage=Usage(input_tokens=11_300, cache_read_tokens=20_400, output_tokens=2_900),
        )
        for each in context.components
    ]
    findings = [
        ReviewFinding(
            id=f"F{number}",
            severity="major" if each.severity == "error" else "minor",
            kind="integration",
            components=list(each.components),
            explanation=each.explanation,
            suggestion=each.suggestion,
            sides=[FindingSide(path=s.path, line=s.line, says=s.says) for s in each.sides],
        )
        for number, each in enumerate(found.findings, start=2)
    ]
    view = session_status(
        Scope(account="default", project="harbour", user="ann@example.com"),
        context.module,
        components,
        status="complete",
        review=ReviewStatus(
            state="complete", path="docs/design/harbour/berths/design_review.md", findings=findings
        ),
        usage=Usage(
            input_tokens=121_000, cache_read_tokens=203_400, output_tokens=31_800, cost_usd=1.12
        ),
    )
    booking = next(each for each in context.components if each.name == "Booking")
    told = ReviewFinding(
        id="F1",
        severity="major",
        kind="consistency",
        components=["Booking"],
        explanation="Booking calls its period `range`, BookingRepository and Tariff `period`.",
        suggestion="Call it period.",
    )
    return describe_session(
        SessionReport(
            view=view,
            descriptions={each.module: each.description for each in context.components},
            diagram=dependency_diagram(found.graph),
            review_summary="The designs agree on who owns bookings and periods.",
            revised=[
                RevisedDesign(
                    name="Booking", path=booking.design_path, commit="5e1f0c9a77b2", findings=[told]
                )
            ],
            accepted_problems={"Gates.Barrier": ["line 12: The section Functions is empty."]},
            authors={
                each.design_path: Authorship(model=view.agent.model)
                for each in components
                if each.state != "kept"
            },
            links=BranchLinks(
                branch=f"{_LINKS}tree/topic",
                compare=f"{_LINKS}compare/main...topic",
                file_prefix=f"{_LINKS}blob/topic/",
            ),
        )
    ).summary


def _changed(corpus: Corpus) -> Corpus:
    """The context with one call of a function that is not there."""
    path = next(path for path in corpus.documents if path.endswith("arrival_server.md"))
    text = corpus.documents[path]
    call = next(site for site in corpus.call_sites if site.caller == path)
    wrong = call.text.replace(call.function, "find_booking")
    return corpus.with_text(path, text[: call.start] + wrong + text[call.start + len(call.text) :])


async def take() -> None:
    """Take both anew."""
    browser = installed_browser()
    if browser is None:
        raise SystemExit("No Chromium is installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as directory:
        library = mermaid_library(Path(directory))
        if isinstance(library, str):
            raise SystemExit(library)
        async with open_page(browser) as page:
            await _body(page, library)
            await _diagram(page, library)


async def _body(page: Page, library: Path) -> None:
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    rendered = markdown.render(summary())
    charts = [html.unescape(each) for each in _FENCE.findall(rendered)]
    drawn = [await _svg(page, library, chart) for chart in charts]
    svgs = iter(drawn)
    rendered = _FENCE.sub(lambda _: f'<div class="chart">{next(svgs)}</div>', rendered)
    await page.set_viewport_size({"width": 924, "height": 800})
    await page.set_content(f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{rendered}")
    await _save(page, "pull-request")


async def _diagram(page: Page, library: Path) -> None:
    await page.set_viewport_size({"width": 1_300, "height": 800})
    await draw(page, library, chart_of(sixty()).text)
    await _save(page, "dependencies")


async def _svg(page: Page, library: Path, chart: str) -> str:
    await draw(page, library, chart)
    return str(await page.evaluate("document.querySelector('svg').outerHTML"))


async def _save(page: Page, name: str) -> None:
    path = IMAGES / f"{name}.png"
    await page.screenshot(path=path, full_page=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(take())
