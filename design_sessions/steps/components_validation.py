"""Holding the records of a session against its branch, once all children have ended."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from design_sessions.committed_designs import design_problems
from design_sessions.components import Component
from design_sessions.design_document import DesignProblem
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.steps.component_session import (
    definition_of,
    facts_of,
    is_to_be_replaced,
    settings_of,
)


class CheckedComponent(BaseModel):
    """One component of the context."""

    module: str
    file_present: bool
    done: bool
    mended: bool = False
    problem: str | None = None
    """What a recheck found wrong with the design on the branch."""


def validate_component_sessions(
    services: Services, scope: Scope, parent_id: UUID, *, recheck: bool
) -> list[CheckedComponent]:
    """Every component of the context, in order: its record, and its file on the branch.

    One query reads parent and children. With ``recheck``, a valid design that a person has
    committed for a component that is not done makes it done.
    """
    tree = services.store.sessions.tree(scope, parent_id)
    parent, children = tree.parent, tree.children
    mirror = services.mirrors.get(parent.environment["repository"])
    mirror.fetch()
    head = mirror.branch_head(parent.environment["branch"])
    snapshot = mirror.snapshot(head) if head else None
    definitions = settings_of(parent).all_definitions()
    facts = facts_of(parent)
    layout = str(parent.environment["layout"])
    by_module = {c.component_module: c for c in children if c.type == "component_design"}
    checked = []
    for component in map(Component.model_validate, parent.state["components"]):
        present = snapshot is not None and snapshot.exists(component.design_path)
        record = by_module.get(component.module)
        done = record is not None and record.status == "complete"
        problems, problem = None, None
        if recheck and not done and present and snapshot is not None:
            if is_to_be_replaced(parent, snapshot, component):
                problem = f"{component.design_path} is still the design that is to be replaced"
            else:
                definition = definition_of(definitions, layout, component)
                problems = design_problems(snapshot, component, definition, facts)
                problem = _in_words(component, problems) if problems else None
        mended = problems == []
        if mended and record is not None:
            services.store.sessions.set_status(
                scope,
                record.id,
                "complete",
                result={"reason": "A person committed the design."},
            )
        checked.append(
            CheckedComponent(
                module=component.module,
                file_present=present,
                done=done or mended,
                mended=mended,
                problem=problem,
            )
        )
    return checked


def _in_words(component: Component, problems: list[DesignProblem]) -> str:
    shown = "; ".join(f"line {p.line}: {p.message}" for p in problems[:3])
    return f"{component.design_path} on the branch is not valid: {shown}"
