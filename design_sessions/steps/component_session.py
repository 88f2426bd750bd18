"""One component's session as its steps find it, with what holds for it in its context."""

from __future__ import annotations

from dataclasses import dataclass

from design_sessions.components import Component
from design_sessions.definitions import Definitions, DocumentDefinition
from design_sessions.design_document.examination import validate_design
from design_sessions.design_document.problems import DesignProblem
from design_sessions.layouts import layout_named
from design_sessions.references import AttemptReference
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.services import Services
from design_sessions.store.records import ComponentRecord, ParentRecord


@dataclass(frozen=True)
class ComponentSession:
    """One component's record and its parent's, with the repository that they are about."""

    record: ComponentRecord
    parent: ParentRecord
    definition: DocumentDefinition
    mirror: Mirror

    @property
    def component(self) -> Component:
        """The component, as the context's document lists it."""
        return self.record.state.component

    def problems_of(self, document: str) -> list[DesignProblem]:
        """What is wrong with a document as the design of this component."""
        return validate_design(
            document,
            definition=self.definition,
            module=self.component.module,
            context=self.parent.state.context_facts,
        )


def load(services: Services, attempt: AttemptReference) -> ComponentSession:
    """The component session of an attempt.

    Raises:
        NotFoundError: there is none in this scope.
    """
    with services.store.reading():
        record = services.store.sessions.component(attempt.scope, attempt.session_id)
        parent = services.store.sessions.parent(attempt.scope, record.parent_id)
    return ComponentSession(
        record=record,
        parent=parent,
        definition=definition_of(
            parent.state.project_settings.all_definitions(),
            record.environment.layout,
            record.state.component,
        ),
        mirror=services.mirrors.get(record.environment.repository),
    )


def is_to_be_replaced(parent: ParentRecord, snapshot: Snapshot, component: Component) -> bool:
    """Whether the design on the branch is still the one that ``--regenerate`` is to replace.

    One that has been committed since, by a person or by the session itself, is not.
    """
    replaced = parent.state.replaced_designs.get(component.design_path)
    return replaced is not None and replaced == snapshot.blob_id(component.design_path)


def definition_of(
    definitions: Definitions, layout_name: str, component: Component
) -> DocumentDefinition:
    """What a component's document has to hold."""
    standard = layout_named(layout_name).standard
    return definitions.for_type(standard, component.type, component.declared_type)
