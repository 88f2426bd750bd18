"""The dependencies of a context as a Mermaid flowchart.

Up to :data:`MOST_SINGLE` components are drawn with all their dependencies. More are put into groups
by folder or type. Then the first part of the chart has the groups and how many dependencies lead
from one to another, and below it each group is drawn by itself, so that the chart is no wider than
a page. A group without dependencies inside is a list of names in the first part. Above
:data:`.grouped_chart.MOST_GROUPED` components only the first part is drawn, with the components
that something is wrong with. Text, and not colour alone, says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from design_sessions.contradictions.chart_text import (
    ChartNode,
    chart_text,
    most_telling,
    written,
)
from design_sessions.contradictions.graph import DependencyGraph, Edge, shortest_cycles
from design_sessions.contradictions.grouped_chart import GroupedChart
from design_sessions.modules import relative_module

MOST_SINGLE = 25


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
    return GroupedChart(graph, nodes, edges, cycles).text()


def _nodes(graph: DependencyGraph, cycles: Iterable[Edge]) -> dict[str, ChartNode]:
    in_cycles = {module for edge in cycles for module in edge}
    found: dict[str, ChartNode] = {}
    for module, name in sorted(graph.modules.items()):
        if module in graph.missing:
            found[module] = ChartNode(module, name, "no design", "missing")
        elif module in graph.unlisted:
            found[module] = ChartNode(module, name, "not listed", "missing")
        elif module in in_cycles:
            found[module] = ChartNode(module, name, style="cycle")
        else:
            found[module] = ChartNode(module, name)
    if graph.context in in_cycles:
        found[graph.context] = ChartNode(graph.context, graph.context, style="cycle")
    for _, module in sorted(graph.unknown):
        name = relative_module(module, graph.context)
        found.setdefault(module, ChartNode(module, name, "unknown", "unknown"))
    return found


def _single_chart(
    nodes: Mapping[str, ChartNode], edges: Sequence[Edge], cycles: AbstractSet[Edge]
) -> str:
    ids = {module: f"c{number}" for number, module in enumerate(nodes)}
    drawn = most_telling(edges, cycles)
    lines = [f"  {written(ids[node.module], node, '')}" for node in nodes.values()]
    arrows = [(f"  {ids[one]} --> {ids[other]}", (one, other) in cycles) for one, other in drawn]
    return chart_text("LR", lines, arrows, nodes.values())
