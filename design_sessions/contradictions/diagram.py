"""The dependencies of a context as a Mermaid flowchart.

Up to :data:`MOST_SINGLE` components are drawn with all their dependencies. More are put into groups
by folder or type. Then the first part of the chart has the groups and how many dependencies lead
from one to another, and below it each group is drawn by itself, so that the chart is no wider than
a page. A group without dependencies inside is a list of names in the first part. Above
:data:`MOST_GROUPED` components only the first part is drawn, with the components that something is
wrong with. Text, and not colour alone, says what is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from design_sessions.contradictions.graph import DependencyGraph, Edge, shortest_cycles
from design_sessions.modules import relative_module
from design_sessions.unprintable import printable_line
from design_sessions.wording import counted, shortened

MOST_SINGLE = 25
MOST_GROUPED = 100
_MOST_LISTED = 30
"""Names in one list of components without arrows."""
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
class _Node:
    module: str
    name: str
    wrong: str = ""
    """What is wrong with it, in two words."""
    style: str = ""
    """A class of :data:`_STYLES`; empty for none."""

    def named_in(self, group: str) -> str:
        """Its name in the group of its folder, which need not be repeated."""
        return self.name.removeprefix(f"{group}.")


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
        return _single_chart(nodes, edges, cycles)
    return _GroupedChart(graph, nodes, edges, cycles).text()


def _nodes(graph: DependencyGraph, cycles: Iterable[Edge]) -> dict[str, _Node]:
    in_cycles = {module for edge in cycles for module in edge}
    found: dict[str, _Node] = {}
    for module, name in sorted(graph.modules.items()):
        if module in graph.missing:
            found[module] = _Node(module, name, "no design", "missing")
        elif module in graph.unlisted:
            found[module] = _Node(module, name, "not listed", "missing")
        elif module in in_cycles:
            found[module] = _Node(module, name, style="cycle")
        else:
            found[module] = _Node(module, name)
    if graph.context in in_cycles:
        found[graph.context] = _Node(graph.context, graph.context, style="cycle")
    for _, module in sorted(graph.unknown):
        name = relative_module(module, graph.context)
        found.setdefault(module, _Node(module, name, "unknown", "unknown"))
    return found


def _single_chart(
    nodes: Mapping[str, _Node], edges: Sequence[Edge], cycles: AbstractSet[Edge]
) -> str:
    ids = {module: f"c{number}" for number, module in enumerate(nodes)}
    drawn = _most_telling(edges, cycles)
    lines = [f"  {_written(ids[node.module], node, '')}" for node in nodes.values()]
    arrows = [(f"  {ids[one]} --> {ids[other]}", (one, other) in cycles) for one, other in drawn]
    return _chart("LR", lines, arrows, nodes.values())


def _groups(graph: DependencyGraph) -> tuple[str, dict[str, str]]:
    """What the groups are, and the group of each component: its folder if half of them lie in
    folders, else its type."""
    folders = Counter(name.partition(".")[0] for name in graph.modules.values() if "." in name)
    shared = {folder for folder, count in folders.items() if count > 1}
    in_folders = sum(folders[folder] for folder in shared)
    if len(shared) > 1 and 2 * in_folders >= len(graph.modules):
        return "folders", {
            module: first if "." in name and first in shared else "others"
            for module, name in graph.modules.items()
            for first in [name.partition(".")[0]]
        }
    types = {module: graph.types.get(module, "not listed") for module in graph.modules}
    return "types", types


class _GroupedChart:
    """The groups with the numbers of dependencies between them, then each group by itself."""

    def __init__(
        self,
        graph: DependencyGraph,
        nodes: Mapping[str, _Node],
        edges: Sequence[Edge],
        cycles: AbstractSet[Edge],
    ) -> None:
        self._what, groups = _groups(graph)
        self._sizes = Counter(groups.values())
        # The context itself is a group of its own, without a list.
        self._group_of = groups | {graph.context: graph.context}
        self._edges = edges
        self._cycles = cycles
        self._ids = {module: f"c{number}" for number, module in enumerate(nodes)}
        names = sorted(self._sizes) + ([graph.context] if graph.context in nodes else [])
        self._group_ids = {name: f"g{number}" for number, name in enumerate(names)}
        self._is_large = len(graph.modules) > MOST_GROUPED
        self._members = {name: self._members_of(name, nodes) for name in self._sizes}
        inside = [edge for edge in edges if self._is_inside(edge)]
        self._inside = [] if self._is_large else _most_telling(inside, cycles)
        self._drawn = {self._group_of[first] for first, _ in self._inside}

    def text(self) -> str:
        """The whole chart."""
        lines = [f'  subgraph all["Dependencies between {self._what}"]', "    direction LR"]
        lines += [self._overview(name) for name in self._group_ids]
        lines.append("  end")
        parts = ["all"]
        for name, group_id in self._group_ids.items():
            if name in self._drawn:
                lines += self._group(name, group_id)
                parts.append(f"{group_id}in")
        arrows = self._between()
        arrows += [
            (f"  {self._id(first, second)}", (first, second) in self._cycles)
            for first, second in self._inside
        ]
        # Below each other; in a row no name could be read.
        arrows += [(f"  {first} ~~~ {second}", False) for first, second in pairwise(parts)]
        used = [node for members in self._members.values() for node in members]
        return _chart("TB", lines, arrows, used)

    def _members_of(self, name: str, nodes: Mapping[str, _Node]) -> list[_Node]:
        """The nodes of a group, with the unknown modules that its components depend on."""
        unknown = {
            second
            for first, second in self._edges
            if second not in self._group_of and self._group_of.get(first) == name
        }
        found = [
            node
            for module, node in nodes.items()
            if self._group_of.get(module) == name or module in unknown
        ]
        return [node for node in found if node.style] if self._is_large else found

    def _is_inside(self, edge: Edge) -> bool:
        first, second = edge
        return self._group_of.get(second, self._group_of[first]) == self._group_of[first]

    def _overview(self, name: str) -> str:
        """The node of a group; with its components if it is not drawn below."""
        lines = [name]
        if name in self._sizes:
            lines = [name, counted(self._sizes[name], "component")]
        members = self._members.get(name, [])
        if name not in self._drawn:
            lines += [_listed(node, name) for node in members[:_MOST_LISTED]]
            more = len(members) - _MOST_LISTED
            lines += [f"and {more} more"] if more > 0 else []
        styles = [node.style for node in members if node.style]
        style = f":::{styles[0]}" if styles and name not in self._drawn else ""
        return f'    {self._group_ids[name]}["{_label(chr(10).join(lines))}"]{style}'

    def _group(self, name: str, group_id: str) -> list[str]:
        """A group by itself; those of its components that no arrow leads to are one list."""
        linked = {module for edge in self._inside for module in edge}
        members = self._members[name]
        alone = [each for each in members if each.module not in linked and not each.style]
        lines = [f'  subgraph {group_id}in["{_label(name)}"]', "    direction LR"]
        lines += [
            f"    {_written(self._node_id(name, each.module), each, name)}"
            for each in members
            if each not in alone
        ]
        if alone:
            names = [each.named_in(name) for each in alone[:_MOST_LISTED]]
            more = len(alone) - len(names)
            names += [f"and {more} more"] if more else []
            lines.append(f'    {self._ids[alone[0].module]}["{_label(chr(10).join(names))}"]')
        return [*lines, "  end"]

    def _id(self, first: str, second: str) -> str:
        group = self._group_of[first]
        return f"{self._node_id(group, first)} --> {self._node_id(group, second)}"

    def _node_id(self, group: str, module: str) -> str:
        """An unknown module stands in each group that depends on it."""
        own = self._ids[module]
        return own if module in self._group_of else f"{own}{self._group_ids[group]}"

    def _places(self, pair: tuple[str, str]) -> list[int]:
        return [list(self._group_ids).index(name) for name in pair]

    def _between(self) -> list[tuple[str, bool]]:
        """One arrow for all dependencies of one group on another, with their number."""
        counts: Counter[tuple[str, str]] = Counter()
        red: set[tuple[str, str]] = set()
        for edge in self._edges:
            if not self._is_inside(edge):
                pair = self._group_of[edge[0]], self._group_of[edge[1]]
                counts[pair] += 1
                red |= {pair} if edge in self._cycles else set()
        return [
            (
                f"  {self._group_ids[pair[0]]} -- {count}{', cycle' if pair in red else ''} --> "
                f"{self._group_ids[pair[1]]}",
                pair in red,
            )
            for pair, count in sorted(counts.items(), key=lambda each: self._places(each[0]))
        ]


def _most_telling(edges: Sequence[Edge], cycles: AbstractSet[Edge]) -> list[Edge]:
    """All if that many can be drawn, else those in cycles first."""
    if len(edges) <= MOST_ARROWS:
        return list(edges)
    return sorted(edges, key=lambda edge: edge not in cycles)[:MOST_ARROWS]


def _chart(
    direction: str,
    lines: Sequence[str],
    arrows: Sequence[tuple[str, bool]],
    nodes: Iterable[_Node],
) -> str:
    """The text of nodes, arrows and their styles; of an arrow, whether it is in a cycle."""
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


def _written(node_id: str, node: _Node, group: str) -> str:
    label = "\n".join(filter(None, (node.named_in(group), node.wrong)))
    style = f":::{node.style}" if node.style else ""
    return f'{node_id}["{_label(label)}"]{style}'


def _listed(node: _Node, group: str) -> str:
    """A component in the list of its group, with what is wrong with it."""
    wrong = node.wrong or ("cycle" if node.style == "cycle" else "")
    return f"{node.named_in(group)}, {wrong}" if wrong else node.named_in(group)


def _label(text: str) -> str:
    """Text for quotation marks; every character that may mean something is an entity code."""
    lines = (printable_line(shortened(line, _LONGEST_LABEL)) for line in text.split("\n"))
    return "<br/>".join(_SPECIAL.sub(lambda found: f"#{ord(found[0])};", each) for each in lines)
