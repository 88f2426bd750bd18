"""Cycles of declared dependencies, and calls of what is not declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.graph import DependencyGraph, Edge, shortest_cycles
from design_sessions.contradictions.model import ContextModel, ResolvedCall
from design_sessions.contradictions.reading.dependencies import dependencies_line
from design_sessions.markdown import MarkdownDocument
from design_sessions.modules import is_inside

_MANY = 3


def dependency_cycles(model: ContextModel, graph: DependencyGraph) -> Iterator[Finding]:
    """The shortest cycle through each dependency that is in one, each cycle once.

    A single dependency may close dozens. Of those that share one, the shortest stands for all:
    without that dependency, none is left.
    """
    cycles = shortest_cycles(graph)
    while cycles:
        numbers = Counter(edge for cycle in cycles for edge in _edges(cycle))
        shared = max(numbers, key=lambda edge: (numbers[edge], not _is_listed(model, edge)))
        if numbers[shared] < _MANY:
            yield from (_cycle(model, graph, cycle) for cycle in cycles)
            return
        closed = sorted((cycle for cycle in cycles if shared in _edges(cycle)), key=len)
        yield _cycle(model, graph, closed[0], shared, others=len(closed) - 1)
        cycles = [cycle for cycle in cycles if cycle not in closed]


def _cycle(
    model: ContextModel,
    graph: DependencyGraph,
    cycle: list[str],
    shared: Edge | None = None,
    *,
    others: int = 0,
) -> Finding:
    names = [model.name_of(module) for module in (*cycle, cycle[0])]
    explanation = f"The declared dependencies form a cycle: {' -> '.join(names)}."
    change = _undocumented(model, cycle)
    if shared is not None:
        needed = " -> ".join(map(model.name_of, shared))
        explanation += f" {others} more go through {needed}."
        change = model.names_of(shared[0]) if not _is_listed(model, shared) else change
    return Finding(
        kind="cycle",
        severity="error",
        components=model.names_of(*cycle),
        sides=tuple(graph.declared[edge] for edge in _edges(cycle)),
        explanation=explanation,
        suggestion="Remove one of these dependencies, or move what both need into another "
        "component.",
        about=" -> ".join(names),
        change=change,
    )


def _edges(cycle: list[str]) -> list[Edge]:
    return list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))


def _is_listed(model: ContextModel, edge: Edge) -> bool:
    """Whether the context's document lists the dependency."""
    component = model.components.get(edge[0])
    return component is None or edge[1] in component.dependencies


def _undocumented(model: ContextModel, cycle: list[str]) -> tuple[str, ...]:
    """The first component of a cycle whose dependency in it the context's document does not list;
    empty where it lists all of them."""
    unlisted = (edge for edge in _edges(cycle) if not _is_listed(model, edge))
    return next((model.names_of(module) for module, _ in unlisted), ())


def undeclared_dependencies(model: ContextModel) -> Iterator[Finding]:
    """Calls of components that the caller's section of dependencies does not have."""
    seen: dict[tuple[str, str], ResolvedCall] = {}
    for each in model.calls:
        is_ours = is_inside(each.target.module, model.context.module)
        is_parent = is_inside(each.caller.module, each.target.module)
        if each.call.is_own and is_ours and not is_parent and each.caller is not model.own:
            seen.setdefault((each.caller.module, each.target.module), each)
    for (caller, target), each in seen.items():
        declared = each.caller.dependencies
        if declared is None:
            continue
        modules = [model.resolve_dependency(named.name) for named in declared]
        ends = {named.name.rpartition(".")[2] for named in declared}
        if target.rpartition(".")[2] in ends:
            continue
        if any(module is not None and is_inside(target, module) for module in modules):
            continue
        document = MarkdownDocument(model.text_of(each.caller))
        heading = declared[0].line if declared else dependencies_line(document)
        yield Finding(
            kind="undeclared_dependency",
            severity="warning",
            components=model.names_of(caller, target),
            sides=(
                Side(path=each.caller.path, line=each.call.line, says=each.call.says),
                Side(
                    path=each.caller.path,
                    line=heading,
                    says=f"the dependencies do not name {target}",
                ),
            ),
            explanation=f"{model.name_of(caller)} calls {each.name}, and {target} is not among its "
            "dependencies.",
            suggestion=f"Add {target} to the dependencies in {each.caller.path}.",
            about=target,
        )
