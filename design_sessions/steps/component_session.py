"""One component's session as its steps find it, with the project's settings that hold for it."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from design_sessions.components import Component
from design_sessions.definitions import Definitions, DocumentDefinition
from design_sessions.design_document import ContextFacts
from design_sessions.errors import NotFoundError
from design_sessions.layouts import layout_named
from design_sessions.project_settings import ProjectSettings
from design_sessions.repository.mirror import Mirror
from design_sessions.repository.snapshot import Snapshot
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.store.records import SessionRecord


class ComponentSession(BaseModel):
    """One component's record and its parent's, with what was parsed out of them."""

    model_config = {"arbitrary_types_allowed": True}

    record: SessionRecord
    parent: SessionRecord
    settings: ProjectSettings
    component: Component
    definition: DocumentDefinition
    facts: ContextFacts | None
    """What the context's document says that the design must agree with."""
    mirror: Mirror

    @property
    def branch(self) -> str:
        """The session's branch."""
        return str(self.record.environment["branch"])


def load(services: Services, scope: Scope, session_id: str) -> ComponentSession:
    """The component session of a record id.

    Raises:
        NotFoundError: there is none in this scope.
    """
    record = services.store.sessions.get(scope, UUID(session_id))
    if record.parent_id is None:
        raise NotFoundError("Session not found: this component has no parent session.")
    parent = services.store.sessions.get(scope, record.parent_id)
    settings = settings_of(parent)
    component = Component.model_validate(record.state["component"])
    return ComponentSession(
        record=record,
        parent=parent,
        settings=settings,
        component=component,
        definition=definition_of(
            settings.all_definitions(), record.environment["layout"], component
        ),
        facts=facts_of(parent),
        mirror=services.mirrors.get(record.environment["repository"]),
    )


def settings_of(parent: SessionRecord) -> ProjectSettings:
    """The project's settings as Initialize read them at the base commit."""
    return ProjectSettings.model_validate(parent.state.get("project_settings") or {})


def facts_of(parent: SessionRecord) -> ContextFacts | None:
    """What the context's document says of its components, as Initialize read it."""
    facts = parent.state.get("context_facts")
    return None if facts is None else ContextFacts.model_validate(facts)


def is_to_be_replaced(parent: SessionRecord, snapshot: Snapshot, component: Component) -> bool:
    """Whether the design on the branch is still the one that ``--regenerate`` is to replace.

    One that has been committed since, by a person or by the session itself, is not.
    """
    replaced = parent.state.get("replaced_designs", {}).get(component.design_path)
    return replaced is not None and replaced == snapshot.blob_id(component.design_path)


def definition_of(
    definitions: Definitions, layout_name: str, component: Component
) -> DocumentDefinition:
    """What a component's document has to hold."""
    standard = layout_named(layout_name).standard
    return definitions.for_type(standard, component.type, component.declared_type)
