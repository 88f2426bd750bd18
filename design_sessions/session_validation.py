"""Holding the records of a session against its branch, once all children have ended."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from design_sessions.components import Component
from design_sessions.definitions import definition_for
from design_sessions.design_document import validate_design
from design_sessions.layouts import layout_named
from design_sessions.repository.snapshot import Snapshot
from design_sessions.scope import Scope
from design_sessions.services import Services


class CheckedComponent(BaseModel):
    """One component of the context."""

    module: str
    file_present: bool
    done: bool
    mended: bool = False


def validate_component_sessions(
    services: Services, scope: Scope, parent_id: UUID, *, recheck: bool
) -> list[CheckedComponent]:
    """Every component of the context, in order: its record, and its file on the branch.

    One query reads parent and children. With ``recheck``, a valid design that a person has
    committed for a component that is not done makes it done.
    """
    tree = services.store.session_with_children(scope, parent_id)
    parent, children = tree.parent, tree.children
    mirror = services.mirrors.get(parent.environment["repository"])
    mirror.fetch()
    head = mirror.branch_head(parent.environment["branch"])
    snapshot = mirror.snapshot(head) if head else None
    by_module = {c.component_module: c for c in children if c.type == "component_design"}
    checked = []
    for component in map(Component.model_validate, parent.state["components"]):
        present = snapshot is not None and snapshot.exists(component.design_path)
        record = by_module.get(component.module)
        done = record is not None and record.status == "complete"
        mended = (
            recheck
            and not done
            and snapshot is not None
            and is_valid_design(snapshot, component, parent.environment["layout"])
        )
        if mended and record is not None:
            services.store.set_session_status(
                scope,
                record.id,
                "complete",
                result={"reason": "A person committed the design."},
            )
        checked.append(
            CheckedComponent(
                module=component.module, file_present=present, done=done or mended, mended=mended
            )
        )
    return checked


def is_valid_design(snapshot: Snapshot, component: Component, layout_name: str) -> bool:
    """Whether the branch has a design of this component that passes validation."""
    text = snapshot.read_text(component.design_path)
    if text is None:
        return False
    definition = definition_for(layout_named(layout_name).standard, component.type)
    return not validate_design(text, definition=definition, module=component.module)
