"""The dependencies of many components: between groups first, then inside each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from design_sessions.contradictions.chart_text import (
    ChartNode,
    chart_text,
    label_of,
    listed_with,
    most_telling,
    written,
)
from design_sessions.contradictions.graph import DependencyGraph, Edge
from design_sessions.wording import counted

MOST_GROUPED = 100
_MOST_BETWEEN = 150
"""Arrows between groups."""
_MOST_LISTED = 30
"""Names in one list of components without arrows."""


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


class GroupedChart:
    """The groups with the numbers of dependencies between them, then each group by itself."""

    def __init__(
        self,
        graph: DependencyGraph,
        nodes: Mapping[str, ChartNode],
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
        self._inside = [] if self._is_large else most_telling(inside, cycles)
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
        return chart_text("TB", lines, arrows, used)

    def _members_of(self, name: str, nodes: Mapping[str, ChartNode]) -> list[ChartNode]:
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
            lines += [listed_with(node, name) for node in members[:_MOST_LISTED]]
            more = len(members) - _MOST_LISTED
            lines += [f"and {more} more"] if more > 0 else []
        styles = [node.style for node in members if node.style]
        style = f":::{styles[0]}" if styles and name not in self._drawn else ""
        return f'    {self._group_ids[name]}["{label_of(chr(10).join(lines))}"]{style}'

    def _group(self, name: str, group_id: str) -> list[str]:
        """A group by itself; those of its components that no arrow leads to are one list."""
        linked = {module for edge in self._inside for module in edge}
        members = self._members[name]
        alone = [each for each in members if each.module not in linked and not each.style]
        lines = [f'  subgraph {group_id}in["{label_of(name)}"]', "    direction LR"]
        lines += [
            f"    {written(self._node_id(name, each.module), each, name)}"
            for each in members
            if each not in alone
        ]
        if alone:
            names = [each.named_in(name) for each in alone[:_MOST_LISTED]]
            more = len(alone) - len(names)
            names += [f"and {more} more"] if more else []
            lines.append(f'    {self._ids[alone[0].module]}["{label_of(chr(10).join(names))}"]')
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
        # Those in cycles and the largest, where there are too many.
        pairs = sorted(counts, key=lambda pair: (pair not in red, -counts[pair], pair))
        return [
            (self._arrow(pair, counts[pair], in_cycle=pair in red), pair in red)
            for pair in sorted(pairs[:_MOST_BETWEEN], key=self._places)
        ]

    def _arrow(self, pair: tuple[str, str], count: int, *, in_cycle: bool) -> str:
        first, second = (self._group_ids[name] for name in pair)
        return f"  {first} -- {count}{', cycle' if in_cycle else ''} --> {second}"
