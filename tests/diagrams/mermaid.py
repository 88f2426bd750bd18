"""The real Mermaid library in a headless browser. The library is never part of the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

VERSION = "11.17.2"
SHA256 = "581ed7d74bd9048d0e3a91363927d72ef22942d7722546b27f7cc29e35390eb8"
"""Of ``dist/mermaid.min.js`` in the package of this version."""
DIRECTORY = "MERMAID_DIRECTORY"
"""The variable of the environment that names a directory with ``mermaid.min.js``, such as ``dist``
of the unpacked package. Any version may lie there."""

_FILE = "mermaid.min.js"
_PATIENCE = 120.0
"""Seconds that fetching the package may take."""
_PAGE = "<!doctype html><meta charset=utf-8><body style='margin:0;background:#fff'></body>"
_RENDER = """async ([text, htmlLabels]) => {
    mermaid.initialize({
        startOnLoad: false, securityLevel: 'strict', htmlLabels, flowchart: {htmlLabels},
    });
    const {svg} = await mermaid.render('chart', text);
    document.body.innerHTML = svg;
    const words = (element) => element.textContent.replace(/\\s+/g, ' ').trim();
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
        nodes: all('g.node').map(words),
        groups: all('g.cluster').map(words),
        arrows: all('g.edgePaths path, path.flowchart-link').length,
        links: all('svg a').length,
        natural_width: parseFloat(document.querySelector('svg').style.maxWidth),
    };
}"""


@dataclass(frozen=True)
class Drawn:
    """What a chart has become."""

    nodes: list[str]
    """The text of each node, without line breaks."""
    groups: list[str]
    arrows: int
    links: int
    natural_width: float
    """In pixels, without being made to fit."""


def mermaid_library(directory: Path) -> Path | str:
    """The library's file, or why there is none.

    Args:
        directory: where a fetched package goes.

    Raises:
        ValueError: what was fetched is not the pinned package.
    """
    if given := os.environ.get(DIRECTORY):
        file = Path(given, _FILE)
        return file if file.is_file() else f"{DIRECTORY} has no {_FILE}"
    npm = shutil.which("npm")
    if npm is None:
        return f"neither npm nor {DIRECTORY} is there"
    try:
        subprocess.run(
            [npm, "pack", f"mermaid@{VERSION}", "--silent", "--pack-destination", str(directory)],
            check=True,
            capture_output=True,
            timeout=_PATIENCE,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return f"npm could not fetch Mermaid: {type(error).__name__}"
    with tarfile.open(directory / f"mermaid-{VERSION}.tgz") as package:
        packed = package.extractfile(f"package/dist/{_FILE}")
        content = packed.read() if packed else b""
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"the fetched {_FILE} is not that of Mermaid {VERSION}")
    file = directory / _FILE
    file.write_bytes(content)
    return file


async def draw(page: Page, library: Path, text: str, *, html_labels: bool = True) -> Drawn:
    """Draw a chart as GitHub does, with ``securityLevel: strict``; the page shows it alone.

    Args:
        page: of the browser.
        library: Mermaid's file.
        text: the chart, without a fence.
        html_labels: whether labels are HTML inside of the picture, as by default.

    Raises:
        playwright.async_api.Error: Mermaid cannot read the text.
    """
    await page.set_content(_PAGE)
    await page.add_script_tag(path=library)
    return Drawn(**await page.evaluate(_RENDER, [text, html_labels]))
