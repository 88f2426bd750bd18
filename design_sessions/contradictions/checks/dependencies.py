"""Cycles of declared dependencies, and calls of what is not declared."""

from __future__ import annotations

from collections.abc import Iterator

from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.graph import DependencyGraph, shortest_cycles
from design_sessions.contradictions.model import ContextModel, ResolvedCall
from design_sessions.modules import is_inside


def dependency_cycles(model: ContextModel, graph: DependencyGraph) -> Iterator[Finding]:
    """The shortest cycle through each dependency that is in one, each cycle once."""
    for cycle in shortest_cycles(graph):
        names = [model.name_of(module) for module in (*cycle, cycle[0])]
        edges = zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        yield Finding(
            kind="cycle",
            severity="error",
            components=model.names_of(*cycle),
            sides=tuple(graph.declared[edge] for edge in edges),
            explanation=f"The declared dependencies form a cycle: {' -> '.join(names)}.",
            suggestion="Remove one of these dependencies, or move what both need into another "
            "component.",
            about=" -> ".join(names),
            change=_undocumented(model, cycle),
        )


def _undocumented(model: ContextModel, cycle: list[str]) -> tuple[str, ...]:
    """The first component of a cycle whose dependency in it the context's document does not list;
    empty where it lists all of them."""
    for module, needed in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        component = model.components.get(module)
        if component is not None and needed not in component.dependencies:
            return model.names_of(module)
    return ()


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
        heading = declared[0].line if declared else 1
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
