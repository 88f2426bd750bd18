"""Comparing the records of a session with its branch, once all children have ended."""

from __future__ import annotations

from design_sessions.committed_designs import design_problems
from design_sessions.components import Component
from design_sessions.design_document.problems import DesignProblem
from design_sessions.outcomes import CheckedComponent
from design_sessions.references import SessionReference
from design_sessions.services import Services
from design_sessions.steps.component_session import definition_of, is_to_be_replaced
from design_sessions.store.records import RecordResult


def validate_component_sessions(
    services: Services, session: SessionReference, recheck: bool
) -> list[CheckedComponent]:
    """Every component of the context, in order: its record, and its file on the branch.

    One query reads parent and children. With ``recheck``, a valid design that a person has
    committed for a component that is not done makes it done.
    """
    parent, components = services.store.sessions.tree(session.scope, session.session_id)
    state, environment = parent.state, parent.environment
    mirror = services.mirrors.get(environment.repository)
    mirror.fetch()
    head = mirror.branch_head(environment.branch)
    snapshot = mirror.snapshot(head) if head else None
    definitions = state.project_settings.all_definitions()
    by_module = {record.component_module: record for record in components}
    checked = []
    for component in state.context.components:
        present = snapshot is not None and snapshot.exists(component.design_path)
        record = by_module.get(component.module)
        done = record is not None and record.status == "complete"
        problems, problem = None, None
        if recheck and not done and present and snapshot is not None:
            if is_to_be_replaced(parent, snapshot, component):
                problem = f"{component.design_path} is still the design to be replaced"
            else:
                definition = definition_of(definitions, environment.layout, component)
                problems = design_problems(snapshot, component, definition, state.context_facts)
                problem = _in_words(component, problems) if problems else None
        repaired = problems == []
        if repaired and record is not None:
            services.store.sessions.set_status(
                session.scope,
                record.id,
                "complete",
                result=RecordResult(remark="A person committed the design."),
            )
        checked.append(
            CheckedComponent(
                module=component.module,
                file_present=present,
                repaired=repaired,
                problem=problem,
            )
        )
    return checked


def _in_words(component: Component, problems: list[DesignProblem]) -> str:
    shown = "; ".join(str(p) for p in problems[:3])
    return f"{component.design_path} on the branch is not valid: {shown}"
