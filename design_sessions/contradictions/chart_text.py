"""The text of a Mermaid flowchart: nodes, labels, arrows and their styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from design_sessions.contradictions.graph import Edge
from design_sessions.unprintable import printable_line
from design_sessions.wording import shortened

MOST_ARROWS = 300
"""Mermaid draws no chart of more than 500."""
_LONGEST_LABEL = 60
_SPECIAL = re.compile(r"[^\w .,:/()?!+-]")
_STYLES = (
    "classDef missing stroke-dasharray:5 4,fill:#fff3cd,color:#000",
    "classDef unknown stroke:#c00,stroke-dasharray:2 3,fill:#fde2e2,color:#000",
    "classDef cycle stroke:#c00,stroke-width:2px",
)
_CYCLE_LINE = "stroke:#c00,stroke-width:3px"


@dataclass(frozen=True)
class ChartNode:
    """A component, or a module that one depends on."""

    module: str
    name: str
    """As it is shown."""
    wrong: str = ""
    """What is wrong with it, in two words."""
    style: str = ""
    """A class of :data:`_STYLES`; empty for none."""

    def named_in(self, group: str) -> str:
        """Its name in the group of its folder, which need not be repeated."""
        return self.name.removeprefix(f"{group}.")


def most_telling(edges: Sequence[Edge], cycles: AbstractSet[Edge]) -> list[Edge]:
    """All if that many can be drawn, else those in cycles first."""
    if len(edges) <= MOST_ARROWS:
        return list(edges)
    return sorted(edges, key=lambda edge: edge not in cycles)[:MOST_ARROWS]


def chart_text(
    direction: str,
    lines: Sequence[str],
    arrows: Sequence[tuple[str, bool]],
    nodes: Iterable[ChartNode],
) -> str:
    """The whole chart.

    Args:
        direction: Mermaid's name of it, such as ``LR``.
        lines: the nodes and groups.
        arrows: each with whether it is in a cycle.
        nodes: those in ``lines``, whose styles are added.
    """
    red = [str(number) for number, (_, in_cycle) in enumerate(arrows) if in_cycle]
    styles = {node.style for node in nodes}
    return "\n".join(
        [
            f"flowchart {direction}",
            *lines,
            *(arrow for arrow, _ in arrows),
            *([f"  linkStyle {','.join(red)} {_CYCLE_LINE}"] if red else []),
            *(f"  {style}" for style in _STYLES if style.split()[1] in styles),
            "",
        ]
    )


def written(node_id: str, node: ChartNode, group: str) -> str:
    """The line of a node in a group; empty for none."""
    label = "\n".join(filter(None, (node.named_in(group), node.wrong)))
    style = f":::{node.style}" if node.style else ""
    return f'{node_id}["{label_of(label)}"]{style}'


def listed_with(node: ChartNode, group: str) -> str:
    """A component in the list of its group, with what is wrong with it."""
    wrong = node.wrong or ("cycle" if node.style == "cycle" else "")
    return f"{node.named_in(group)}, {wrong}" if wrong else node.named_in(group)


def label_of(text: str) -> str:
    """Text for quotation marks; every character that may mean something is an entity code."""
    lines = (printable_line(shortened(line, _LONGEST_LABEL)) for line in text.split("\n"))
    return "<br/>".join(_SPECIAL.sub(lambda found: f"#{ord(found[0])};", each) for each in lines)
