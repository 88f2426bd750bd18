"""Which components depend on which, and which call which."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from design_sessions.components import Component, ComponentType
from design_sessions.contradictions.findings import Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.modules import is_inside

Edge = tuple[str, str]
"""From the module that depends or calls to the one that it needs."""

MOST_CYCLES = 100
"""Cycles that are reported of one context; fixing these shows the others."""


@dataclass(frozen=True)
class DependencyGraph:
    """The modules of a context and what they need of each other and of others."""

    context: str
    modules: Mapping[str, str]
    """Names of the components by module, listed or with a design; not the context itself."""
    types: Mapping[str, str]
    """Types by module, of those that are listed."""
    missing: frozenset[str]
    """Listed components without a design."""
    unlisted: frozenset[str]
    declared: Mapping[Edge, Side]
    """The declared dependencies inside the context, the context's own among them."""
    unknown: frozenset[Edge]
    """Declared dependencies on modules below the context that do not exist."""
    outside: frozenset[Edge]
    """Declared dependencies on modules of the project outside the context."""
    calls: Mapping[Edge, int] = field(default_factory=dict)
    """How often one component calls another by its name."""

    @property
    def users_of_missing(self) -> dict[str, list[str]]:
        """By module of each listed component without a design, the names of those that need it."""
        users: dict[str, set[str]] = {module: set() for module in self.missing}
        for user, needed in (*self.declared, *self.calls):
            if needed in users and user in self.modules:
                users[needed].add(self.modules[user])
        return {module: sorted(names) for module, names in users.items()}


def dependency_graph(model: ContextModel) -> DependencyGraph:
    """The graph of a context's designs.

    A component whose design does not speak of dependencies has those that the context lists.
    """
    declared: dict[Edge, Side] = {}
    unknown: set[Edge] = set()
    outside: set[Edge] = set()
    ours = {*model.components, *model.unlisted.values()}

    def add(module: str, name: str, side: Side) -> None:
        whole = model.resolve_dependency(name)
        if whole is None or whole == module:
            return
        if whole in ours or whole == model.context.module:
            declared.setdefault((module, whole), side)
        elif not is_inside(whole, model.context.module):
            outside.add((module, whole))
        elif not model.knows(whole):
            unknown.add((module, whole))

    for design in model.all_designs:
        for named in design.dependencies or ():
            side = Side(path=design.path, line=named.line, says=named.says)
            add(design.module, named.name, side)
    for module, component in model.components.items():
        own = model.designs.get(module)
        for name in component.dependencies if own is None or own.dependencies is None else ():
            says = f"lists {name} as a dependency of {component.name}"
            add(module, name, Side(path=model.context.path, line=component.line or 1, says=says))
    calls = Counter[Edge](
        (each.caller.module, each.target.module)
        for each in model.calls
        if each.call.is_own and each.target.module in ours
    )
    missing = frozenset(module for module in model.components if module not in model.designs)
    for design in model.all_designs if missing else ():
        for call in design.calls:
            whole = model.resolve_dependency(call.module)
            if whole in missing and call.is_own:
                calls[design.module, whole] += 1
    return DependencyGraph(
        context=model.context.module,
        modules={module: model.name_of(module) for module in sorted(ours)},
        types={module: _type_of(component) for module, component in model.components.items()},
        missing=missing,
        unlisted=frozenset(model.unlisted.values()),
        declared=declared,
        unknown=frozenset(unknown),
        outside=frozenset(outside),
        calls=calls,
    )


def _type_of(component: Component) -> str:
    """The known type, or the document's own word for one that is not known."""
    if component.type is ComponentType.OTHER and component.declared_type is not None:
        return component.declared_type
    return str(component.type)


def shortest_cycles(graph: DependencyGraph) -> list[list[str]]:
    """For each dependency in a cycle the shortest one through it; each set of modules once.

    A new dependency adds only cycles that it is in. Each begins with its first module by name.
    """
    edges = _without_ends(set(graph.declared))
    needs: dict[str, list[str]] = {}
    for first, second in sorted(edges):
        needs.setdefault(first, []).append(second)
    found: dict[frozenset[str], list[str]] = {}
    for first, second in sorted(edges):
        way = _shortest_way(needs, second, first)
        if way is not None and frozenset(way) not in found:
            begin = way.index(min(way))
            found[frozenset(way)] = way[begin:] + way[:begin]
        if len(found) == MOST_CYCLES:
            break
    return list(found.values())


def _without_ends(edges: set[Edge]) -> set[Edge]:
    """The edges without those that lead to or come from a module at which every way ends."""
    while True:
        first, second = {edge[0] for edge in edges}, {edge[1] for edge in edges}
        kept = {edge for edge in edges if edge[0] in second and edge[1] in first}
        if kept == edges:
            return kept
        edges = kept


def _shortest_way(needs: Mapping[str, Sequence[str]], start: str, end: str) -> list[str] | None:
    """The modules from ``start`` to ``end``, both included; None without a way."""
    came_from: dict[str, str] = {start: start}
    waiting = deque([start])
    while waiting:
        module = waiting.popleft()
        if module == end:
            way = [module]
            while module != start:
                module = came_from[module]
                way.append(module)
            return way[::-1]
        for other in needs.get(module, ()):
            if other not in came_from:
                came_from[other] = module
                waiting.append(other)
    return None
