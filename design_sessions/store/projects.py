"""Accounts, projects, and components with their dependencies."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, delete

from design_sessions.components import component_id
from design_sessions.context_document.model import ContextDesign
from design_sessions.record_ids import project_id
from design_sessions.scope import Scope
from design_sessions.store.database.statements import (
    insert_if_absent,
    insert_or_update,
)
from design_sessions.store.database.tables import accounts, components, dependencies, projects
from design_sessions.store.database.transactions import StorePart
from design_sessions.store.rows.scoping import required_project, required_project_id

_CONTEXT_TYPE = "context"
_DESCRIBED = ("name", "type", "declared_type", "priority", "description", "design_path")


class Projects(StorePart):
    """What a context document said when a session last read it."""

    def record(self, scope: Scope, *, remote: str, context: ContextDesign) -> None:
        """Make or update account, project, context, components and dependencies.

        Components that the document no longer lists stay, since past sessions point at them.

        Args:
            scope: with a project.
            remote: the address that workers fetch from.
            context: the context document as read.

        Raises:
            InputError: the scope has no project.
        """
        project = required_project(scope)
        with self._database.write() as connection:
            now = self._database.clock()
            insert_if_absent(
                connection, accounts, {"name": scope.account, "created_at": now}, key=["name"]
            )
            row = {
                "id": project_id(scope.account, project),
                "account": scope.account,
                "name": project,
                "remote": remote,
                "module": context.project_module,
                "created_at": now,
            }
            insert_or_update(connection, projects, [row], key=["id"], update=["remote", "module"])
            _write_components(connection, required_project_id(scope), context)


def _write_components(connection: Connection, project: UUID, context: ContextDesign) -> None:
    parent = component_id(project, context.module)
    context_row = {
        "id": parent,
        "project_id": project,
        "module": context.module,
        "name": context.title,
        "type": _CONTEXT_TYPE,
        "declared_type": None,
        "priority": 0,
        "description": context.description,
        "design_path": context.path,
    }
    insert_or_update(connection, components, [context_row], key=["id"], update=_DESCRIBED)
    rows = [
        {
            "id": component_id(project, component.module),
            "project_id": project,
            "parent_id": parent,
            "module": component.module,
            "name": component.name,
            "type": str(component.type),
            "declared_type": component.declared_type,
            "priority": component.priority,
            "description": component.description,
            "design_path": component.design_path,
        }
        for component in context.components
    ]
    # In one order, so that two sessions that share components cannot lock each other out.
    rows.sort(key=lambda row: str(row["id"]))
    insert_or_update(connection, components, rows, key=["id"], update=[*_DESCRIBED, "parent_id"])
    sources = [parent, *(component_id(project, each.module) for each in context.components)]
    connection.execute(delete(dependencies).where(dependencies.c.component_id.in_(sources)))
    targets = [context.dependencies, *(each.dependencies for each in context.components)]
    edges = [
        {"component_id": source, "target": target, "position": position}
        for source, named in zip(sources, targets, strict=True)
        for position, target in enumerate(dict.fromkeys(named))
    ]
    insert_or_update(
        connection, dependencies, edges, key=["component_id", "target"], update=["position"]
    )
