"""Listed components without a design, and designs that nothing lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from design_sessions.contradictions.findings import Finding, Side
from design_sessions.contradictions.model import ContextModel
from design_sessions.contradictions.reading.design import Design


def missing_designs(model: ContextModel, excused: Collection[str]) -> Iterator[Finding]:
    """The components of the list whose design is not there.

    Args:
        model: the designs.
        excused: modules of components that need none, such as those that a person skipped.
    """
    listed = model.context.path
    for module, component in model.components.items():
        path = model.path_found_for(component)
        here = Side(
            path=listed, line=component.line or 1, says=f"lists the component {component.name}"
        )
        if path != component.design_path:
            yield Finding(
                kind="missing_design",
                severity="error",
                components=(component.name,),
                sides=(here, Side(path=path, line=1, says="is a design at almost the same path")),
                explanation=f"The design of {component.name} would be {component.design_path}, "
                f"which is not there; there is {path}.",
                suggestion=f"Rename {path} to {component.design_path}, or correct the name in the "
                "list.",
                about=module,
            )
            continue
        design = model.designs.get(module)
        is_empty = design is not None and not model.text_of(design).strip()
        if is_empty or (design is None and module not in excused):
            yield Finding(
                kind="missing_design",
                severity="error",
                components=(component.name,),
                sides=(here, Side(path=path, line=1, says="is empty")) if is_empty else (here,),
                explanation=f"{listed} lists {component.name}, and its design {path} is "
                f"{'empty' if is_empty else 'not there'}.",
                suggestion=f"Write {path}, or take {component.name} off the list.",
                about=module,
            )


def unlisted_designs(model: ContextModel) -> Iterator[Finding]:
    """The designs in the context's directory whose modules its document does not list."""
    for path, module in model.unlisted.items():
        design = model.designs[module]
        if _is_design(design):
            name = model.name_of(module)
            yield Finding(
                kind="unlisted_design",
                severity="error",
                components=(name,),
                sides=(
                    Side(path=path, line=1, says=f"is the design of {module}"),
                    Side(path=model.context.path, line=1, says=f"does not list {name}"),
                ),
                explanation=f"{path} is a design in the directory of {model.context.module}, whose "
                "document does not list it.",
                suggestion=f"List {name} in {model.context.path}, or remove {path}.",
                about=module,
            )


def _is_design(design: Design) -> bool:
    """Whether a document has what designs have; notes beside designs do not."""
    return design.is_titled or design.has_sections or design.states_functions or bool(design.fields)
