"""The dependencies of a context as a Mermaid flowchart.

Up to :data:`MOST_SINGLE` components are drawn with all their dependencies. More are put into groups
by folder or type; what leads from one group to another is one arrow with a number, and components
of a group that need none of the same group, and are needed by none, share a box. Above
:data:`MOST_GROUPED` only the groups are drawn, with the components that something is wrong with.
Text, and not colour alone, says what is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from design_sessions.contradictions.graph import DependencyGraph, Edge, shortest_cycles
from design_sessions.modules import relative_module
from design_sessions.unprintable import printable_line
from design_sessions.wording import counted, shortened

MOST_SINGLE = 25
MOST_GROUPED = 100
_MOST_WRONG = 40
"""Components above :data:`MOST_GROUPED` that are drawn because something is wrong with them."""
_MOST_LISTED = 30
"""Names in one list of components without arrows."""
_LONGEST_LABEL = 60
_SPECIAL = re.compile(r"[^\w .,:/()?!+-]")
_STYLES = (
    "classDef missing stroke-dasharray:5 4,fill:#fff3cd,color:#000",
    "classDef unknown stroke:#c00,stroke-dasharray:2 3,fill:#fde2e2,color:#000",
    "classDef cycle stroke:#c00,stroke-width:2px",
)
_CYCLE_LINE = "stroke:#c00,stroke-width:3px"


@dataclass(frozen=True)
class _Node:
    module: str
    label: str
    style: str
    """A class of :data:`_STYLES`; empty for none."""


def dependency_diagram(graph: DependencyGraph) -> str:
    """The chart as Mermaid text, without a fence; the same for the same graph.

    The context itself is drawn only where it is in a cycle: it depends on most of its components.
    """
    cycles = {
        edge for way in shortest_cycles(graph) for edge in zip(way, [*way[1:], way[0]], strict=True)
    }
    nodes = _nodes(graph, cycles)
    edges = sorted(
        edge
        for edge in {*graph.declared, *graph.unknown}
        if edge in cycles or graph.context not in edge
    )
    if len(graph.modules) <= MOST_SINGLE:
        return _Chart(nodes, {}).text(edges, cycles)
    groups = _groups(graph)
    if len(graph.modules) > MOST_GROUPED:
        wrong = [module for module, node in nodes.items() if node.style][:_MOST_WRONG]
        nodes = {module: nodes[module] for module in wrong}
    return _Chart(nodes, groups).text(edges, cycles)


def _nodes(graph: DependencyGraph, cycles: Iterable[Edge]) -> dict[str, _Node]:
    in_cycles = {module for edge in cycles for module in edge}
    found: dict[str, _Node] = {}
    for module, name in sorted(graph.modules.items()):
        style = "cycle" if module in in_cycles else ""
        said = name
        if module in graph.missing:
            style, said = "missing", f"{name}\nno design"
        elif module in graph.unlisted:
            style, said = "missing", f"{name}\nnot listed"
        found[module] = _Node(module, said, style)
    if graph.context in in_cycles:
        found[graph.context] = _Node(graph.context, graph.context, "cycle")
    for _, module in sorted(graph.unknown):
        name = relative_module(module, graph.context)
        found.setdefault(module, _Node(module, f"{name}\nunknown", "unknown"))
    return found


def _groups(graph: DependencyGraph) -> dict[str, str]:
    """The group of each component: its folder if half of them lie in folders, else its type."""
    folders = Counter(name.partition(".")[0] for name in graph.modules.values() if "." in name)
    shared = {folder for folder, count in folders.items() if count > 1}
    in_folders = sum(folders[folder] for folder in shared)
    if len(shared) > 1 and 2 * in_folders >= len(graph.modules):
        return {
            module: first if "." in name and first in shared else "others"
            for module, name in graph.modules.items()
            for first in [name.partition(".")[0]]
        }
    return {module: graph.types.get(module, "not listed") for module in graph.modules}


class _Chart:
    """Writes nodes in groups; what is in no group stands beside them."""

    def __init__(self, nodes: Mapping[str, _Node], groups: Mapping[str, str]) -> None:
        self._nodes = nodes
        self._groups = groups
        self._ids = {module: f"c{number}" for number, module in enumerate(nodes)}
        names = sorted(set(groups.values()))
        self._group_ids = {name: f"g{number}" for number, name in enumerate(names)}

    def text(self, edges: Sequence[Edge], cycles: AbstractSet[Edge]) -> str:
        """The whole chart."""
        single = [edge for edge in edges if self._is_single(edge, cycles)]
        linked = {module for edge in single for module in edge}
        lines = ["flowchart LR"]
        for name in self._group_ids:
            lines += self._group(name, linked)
        beside = (node for module, node in self._nodes.items() if module not in self._groups)
        lines += [f"  {self._written(node)}" for node in beside]
        lines += [f"  {self._ids[first]} --> {self._ids[second]}" for first, second in single]
        lines += self._bundles(edges, frozenset(single))
        red = [str(number) for number, edge in enumerate(single) if edge in cycles]
        lines += [f"  linkStyle {','.join(red)} {_CYCLE_LINE}"] if red else []
        styles = {node.style for node in self._nodes.values()}
        lines += [f"  {style}" for style in _STYLES if style.split()[1] in styles]
        return "\n".join(lines) + "\n"

    def _is_single(self, edge: Edge, cycles: AbstractSet[Edge]) -> bool:
        """Whether a dependency is an arrow of its own."""
        if not self._ids.keys() >= set(edge):
            return False
        first, second = (self._groups.get(module) for module in edge)
        return first == second or first is None or second is None or edge in cycles

    def _group(self, name: str, linked: AbstractSet[str]) -> list[str]:
        """A group; those of its components that no arrow leads to are one list."""
        size = sum(group == name for group in self._groups.values())
        group_id, title = self._group_ids[name], _label(f"{name} ({counted(size, 'component')})")
        inside = [node for module, node in self._nodes.items() if self._groups.get(module) == name]
        if not inside:
            return [f'  {group_id}["{title}"]']
        alone = [each for each in inside if each.module not in linked and not each.style]
        apart = [each for each in inside if each not in alone]
        lines = [f'  subgraph {group_id}["{title}"]', "    direction LR"]
        lines += [f"    {self._written(node)}" for node in apart]
        if alone:
            names = [each.label for each in alone[:_MOST_LISTED]]
            more = len(alone) - len(names)
            names += [f"and {more} more"] if more else []
            lines.append(f'    {self._ids[alone[0].module]}["{_label(chr(10).join(names))}"]')
        return [*lines, "  end"]

    def _written(self, node: _Node) -> str:
        style = f":::{node.style}" if node.style else ""
        return f'{self._ids[node.module]}["{_label(node.label)}"]{style}'

    def _bundles(self, edges: Iterable[Edge], single: AbstractSet[Edge]) -> list[str]:
        """One arrow for all dependencies of one group on another, with their number."""
        counts: Counter[tuple[str, str]] = Counter()
        for edge in edges:
            first, second = (self._groups.get(module) for module in edge)
            if edge not in single and first is not None and second not in (None, first):
                counts[first, str(second)] += 1
        return [
            f"  {self._group_ids[first]} -- {count} --> {self._group_ids[second]}"
            for (first, second), count in sorted(counts.items())
        ]


def _label(text: str) -> str:
    """Text for quotation marks; every character that may mean something is an entity code."""
    lines = (printable_line(shortened(line, _LONGEST_LABEL)) for line in text.split("\n"))
    return "<br/>".join(_SPECIAL.sub(lambda found: f"#{ord(found[0])};", each) for each in lines)
