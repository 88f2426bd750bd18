"""What a session would design, as ``components`` reports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from rich.text import Text

from design_sessions.committed_designs import DesignState
from design_sessions.components import Component
from design_sessions.context_document.model import ContextDesign
from design_sessions.modules import relative_module
from design_sessions.wording import first_sentence, listed, shortened

_WIDTH = 80
_MOST_FILES = 5
_INDENT = 4
_STYLES: dict[DesignState, str] = {"new": "green", "kept": "dim", "revise": "yellow", "left": "dim"}


def component_lines(found: ContextDesign, states: Mapping[str, DesignState]) -> Iterator[Text]:
    """Each component with its state, type and priority, and the line of the context's document
    that they come from; below it what else was read of it.

    Made for 80 columns.
    """
    names = max((len(component.name) for component in found.components), default=0)
    for component in found.components:
        state = states[component.module]
        line = Text(f"{component.name:{names}}  ")
        line.append(f"{state:6}", _STYLES[state])
        line.append(f"  {_type(component)}")
        if component.priority:
            line.append(f", priority {component.priority}")
        if component.line is not None:
            line.append(f"  line {component.line}", "dim")
        yield line
        for below in _below(component, found.module):
            yield Text(" " * _INDENT + below, "dim")


def uncommitted_line(paths: Sequence[str]) -> str:
    """That the list shows changes which a session would not see, and which."""
    return (
        f"Shown with changes that are not committed: {listed(paths, _MOST_FILES)}. `start` reads "
        "the last commit, and refuses a context document with such changes."
    )


def components_json(
    found: ContextDesign, states: Mapping[str, DesignState], uncommitted: Sequence[str] = ()
) -> dict[str, object]:
    """The object of ``components --json``; files that are not committed are in its diagnostics."""
    changes = [
        {"path": path, "line": 1, "message": "Shown with changes that are not committed."}
        for path in uncommitted
    ]
    return {
        "context": found.module,
        "context_path": found.path,
        "layout": found.layout.name,
        "components": [
            {
                "name": component.name,
                "module": component.module,
                "type": str(component.type),
                "declared_type": component.declared_type,
                "priority": component.priority,
                "description": component.description,
                "design_path": component.design_path,
                "dependencies": component.dependencies,
                "exists": states[component.module] != "new",
            }
            for component in found.components
        ],
        "diagnostics": [*changes, *(d.model_dump(mode="json") for d in found.diagnostics)],
    }


def _type(component: Component) -> str:
    """The type, and the document's own words for it where they say something else."""
    declared = component.declared_type
    if declared is None:
        return f"{component.type} (no type given)"
    if declared.lower() == component.type:
        return str(component.type)
    return f"{component.type} ({declared})"


def _below(component: Component, context: str) -> Iterator[str]:
    yield component.design_path
    if first := first_sentence(component.description):
        yield shortened(first, _WIDTH - _INDENT)
    names = ", ".join(relative_module(each, context) for each in component.dependencies)
    if names:
        yield from wrap(f"depends on {names}", _WIDTH - _INDENT, break_long_words=False)
