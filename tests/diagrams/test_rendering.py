"""The diagram of a pull request is drawn by the library that GitHub draws it with."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.diagrams.charts import Chart, charts, hostile
from tests.diagrams.mermaid import Drawn, draw
from tests.web_ui.browser import installed_browser, open_page

pytestmark = pytest.mark.slow

_NODE = re.compile(r'^ +(?!subgraph)(?P<id>\w+)\["(?P<label>.*)"\]', re.MULTILINE)
_GROUP = re.compile(r'^ +subgraph (?P<id>\w+)\["(?P<label>.*)"\]', re.MULTILINE)
_ARROW = re.compile(r"^ +\w+ (?:-->|-- .* -->) \w+$", re.MULTILINE)
_WIDEST = 2_400
"""Pixels of a chart of sixty components: half as large, as GitHub shows it, it can be read."""
_HOSTILE = ('"] click c0 href "x"', "<script>alert(1)</script>", "%%{init: {}}%%", "#quot;", "- a")


async def test_every_chart_is_drawn_whole(library: Path, shared_data: Path) -> None:
    browser = installed_browser()
    assert browser is not None
    async with open_page(browser) as page:
        for name, chart in charts(shared_data):
            for html_labels in (True, False):
                drawn = await draw(page, library, chart.text, html_labels=html_labels)
                _assert_whole(name, chart, drawn)
            if name in ("sixty", "sessions"):
                assert drawn.natural_width <= _WIDEST, (name, drawn.natural_width)


async def test_no_text_of_a_document_becomes_more_than_text(library: Path) -> None:
    browser = installed_browser()
    assert browser is not None
    async with open_page(browser) as page:
        for text in _HOSTILE:
            chart = hostile(text)
            drawn = await draw(page, library, chart.text)
            _assert_whole(text, chart, drawn)
            assert any(_compared(text) in node for node in map(_compared, drawn.nodes)), text
            assert drawn.links == 0


def _assert_whole(name: str, chart: Chart, drawn: Drawn) -> None:
    labels = [_shown(each["label"]) for each in _NODE.finditer(chart.text)]
    ids = [each["id"] for each in (*_NODE.finditer(chart.text), *_GROUP.finditer(chart.text))]
    assert len(ids) == len(set(ids)), name
    assert sorted(map(_compared, drawn.nodes)) == sorted(map(_compared, labels)), name
    groups = [_shown(each["label"]) for each in _GROUP.finditer(chart.text)]
    assert sorted(map(_compared, drawn.groups)) == sorted(map(_compared, groups)), name
    assert drawn.arrows == len(_ARROW.findall(chart.text)) + chart.text.count(" ~~~ "), name
    if len(chart.graph.modules) <= 100:
        words = _compared(" ".join(drawn.nodes))
        for component in chart.graph.modules.values():
            assert _compared(component.rpartition(".")[2][:40]) in words, (name, component)


def _shown(label: str) -> str:
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", label.replace("<br/>", " ")))


def _compared(text: str) -> str:
    """Without spaces: the library breaks long lines."""
    return re.sub(r"\s", "", text)
