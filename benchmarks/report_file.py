"""Writes tables into a document that people write in too, and the picture beside it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from benchmarks.environment import ROOT, own_python, process_environment
from benchmarks.report import SYSTEMS, by_size
from benchmarks.results import Run

_DRAWING_SECONDS = 120.0


def replace_part(document: Path, part: str, text: str, *, title: str) -> None:
    """Replace what stands between a part's two marks, or append both; the rest is kept."""
    begin, end = f"<!-- {part}: written by the benchmark -->", f"<!-- end of {part} -->"
    whole = document.read_text(encoding="utf-8") if document.exists() else f"# {title}\n"
    before, found, rest = whole.partition(begin)
    after = rest.partition(end)[2] if found else "\n"
    if not found:
        before = before.rstrip("\n") + "\n\n"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")


def draw(runs: list[Run], picture: Path) -> None:
    """Draw the seconds from the first call to the last as bars."""
    groups = {
        str(size): {SYSTEMS[name]: run.calls.first_to_last for name, run in found.items()}
        for size, found in by_size(runs).items()
    }
    picture.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [str(own_python()), "-m", "benchmarks.scripts.picture", str(picture.absolute())],
        cwd=ROOT,
        env=process_environment(),
        input=json.dumps({"systems": list(SYSTEMS.values()), "groups": groups}),
        text=True,
        check=True,
        timeout=_DRAWING_SECONDS,
    )
