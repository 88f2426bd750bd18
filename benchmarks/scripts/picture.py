"""Draws bars with matplotlib, from JSON on standard input: ``{"systems": [], "groups": {}}``."""

from __future__ import annotations

import json
import sys
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

_COLOURS = ("#9aa5b1", "#e0a458", "#7c6fb0", "#2a7f62")


def _draw(systems: list[str], groups: dict[str, dict[str, float]], path: str) -> None:
    # The same results give the same file, and text stays text.
    matplotlib.rcParams.update({"svg.hashsalt": "performance", "svg.fonttype": "none"})
    shown = [name for name in systems if any(name in group for group in groups.values())]
    figure, axes = pyplot.subplots(figsize=(9, 4.2), layout="constrained")
    width = 0.8 / len(shown)
    for place, name in enumerate(shown):
        left = [index + (place - (len(shown) - 1) / 2) * width for index in range(len(groups))]
        heights = [group.get(name, 0.0) for group in groups.values()]
        bars: Any = axes.bar(left, heights, width, label=name, color=_COLOURS[systems.index(name)])
        axes.bar_label(bars, [f"{height:.1f}" if height else "" for height in heights], fontsize=8)
    axes.set_xticks(range(len(groups)), [f"{name} a turn" for name in groups])
    axes.set_ylabel("seconds, first call to last")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    _draw(wanted["systems"], wanted["groups"], sys.argv[1])
