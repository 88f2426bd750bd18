"""One component's session as its steps find it."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from design_sessions.components import Component
from design_sessions.definitions import DocumentDefinition, definition_for
from design_sessions.layouts import layout_named
from design_sessions.repository.mirror import Mirror
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.store.records import SessionRecord


class ComponentSession(BaseModel):
    """One component's record with what was parsed out of it."""

    model_config = {"arbitrary_types_allowed": True}

    record: SessionRecord
    component: Component
    definition: DocumentDefinition
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
    record = services.store.get_session(scope, UUID(session_id))
    component = Component.model_validate(record.state["component"])
    layout = layout_named(record.environment["layout"])
    return ComponentSession(
        record=record,
        component=component,
        definition=definition_for(layout.standard, component.type),
        mirror=services.mirrors.get(record.environment["repository"]),
    )
