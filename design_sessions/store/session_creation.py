"""Making session records. Each is idempotent: a repeated step finds the record it made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import InterfaceError, OperationalError, StatementError

from design_sessions.components import Component
from design_sessions.errors import BranchClaimedError, NotFoundError, StoreError
from design_sessions.outcomes import CreatedSessions, FailedComponent
from design_sessions.record_ids import component_session_id, review_session_id
from design_sessions.scope import Scope
from design_sessions.status import Agent, Environment
from design_sessions.store.database.statements import AnyRow, insert_if_absent
from design_sessions.store.database.tables import components, sessions
from design_sessions.store.database.transactions import StorePart, describe
from design_sessions.store.records import SessionType
from design_sessions.store.rows.scoping import (
    check_session,
    require_session,
    required_project,
    required_project_id,
)
from design_sessions.store.session_states import (
    StoredComponentState,
    StoredParentState,
    StoredReviewState,
)


class SessionCreation(StorePart):
    """Makes records of parents, component sessions and reviews."""

    def create_parent(
        self,
        scope: Scope,
        *,
        id: UUID,
        workflow_id: str,
        run_id: str,
        agent: Agent,
        environment: Environment,
        state: StoredParentState,
    ) -> UUID:
        """The record of a context design session; the project's records must be there.

        Args:
            scope: with a project.
            id: from :func:`design_sessions.record_ids.session_record_id`.
            workflow_id: what users name the session by; several records may share it over time.
            run_id: the workflow's first execution.
            agent: children inherit it.
            environment: children inherit it.
            state: what the session remembers.

        Raises:
            InputError: the scope has no project.
            NotFoundError: the context is not among the project's components, or the id belongs
                to another scope.
            BranchClaimedError: an open session of another context has the branch, which no person
                has named.
        """
        with self._database.write() as connection:
            context = _require_component(connection, scope, state.context.module)
            if state.order.branch is None:
                self._check_branch(connection, environment, state.context.module)
            row = self._row(scope, context, "context_components_design") | {
                "id": id,
                "workflow_id": workflow_id,
                "run_id": run_id,
                "agent": agent.model_dump(mode="json"),
                "environment": environment.model_dump(mode="json"),
                "state": state.model_dump(mode="json"),
            }
            insert_if_absent(connection, sessions, row, key=["id"])
            check_session(connection, scope, id)
            return id

    def _check_branch(self, connection: Connection, environment: Environment, module: str) -> None:
        """Within the transaction of the record, so that of two sessions one finds the other's."""
        repository, branch = environment.repository, environment.branch
        if not self._database.is_sqlite:
            connection.execute(_LOCK_BRANCH, {"of_branch": f"{repository} {branch}"})
        of_others = (sessions.c.parent_id.is_(None), sessions.c.component_module != module)
        for (value,) in connection.execute(
            select(sessions.c.environment).where(sessions.c.status == "active", *of_others)
        ):
            other = Environment.model_validate(value)
            if (other.repository, other.branch) == (repository, branch):
                raise BranchClaimedError(branch)

    def create_components(
        self, scope: Scope, parent_id: UUID, new: Sequence[Component]
    ) -> CreatedSessions:
        """One record for each component; one that cannot be made does not stop the others.

        A component has one record for the life of its parent, so that a repetition returns it.

        Raises:
            NotFoundError: the parent is not there, or not in this scope.
            StoreUnavailableError: none was made; the same call may work later.
        """
        created: dict[str, UUID] = {}
        failed: list[FailedComponent] = []
        with self._database.write() as connection:
            parent = require_session(connection, scope, parent_id)
            owner = Scope(account=parent.account, project=parent.project, user=parent.user)
            context = _require_component(connection, owner, parent.component_module)
            for component in new:
                try:
                    with connection.begin_nested():
                        listed = _require_component(connection, owner, component.module)
                        state = StoredComponentState(
                            parent_context_name=context.module,
                            context_design_path=context.design_path,
                            component=component,
                        )
                        row = self._child_row(owner, parent, listed, "component_design", state) | {
                            "id": component_session_id(parent_id, component.module),
                        }
                        insert_if_absent(connection, sessions, row, key=["id"])
                        created[component.module] = row["id"]
                except (OperationalError, InterfaceError):
                    raise  # the database is in trouble, not the component
                except (NotFoundError, StoreError) as error:
                    failed.append(_failed(component, error.message))
                except StatementError as error:
                    failed.append(_failed(component, describe(error, self._database.engine)))
        return CreatedSessions(created=created, failed=failed)

    def create_review(self, scope: Scope, parent_id: UUID) -> UUID:
        """The record of the parent's review; one for the life of the parent.

        Raises:
            NotFoundError: the parent is not there, or not in this scope.
        """
        with self._database.write() as connection:
            parent = require_session(connection, scope, parent_id)
            owner = Scope(account=parent.account, project=parent.project, user=parent.user)
            context = _require_component(connection, owner, parent.component_module)
            state = StoredReviewState(
                parent_context_name=context.module, context_design_path=context.design_path
            )
            row = self._child_row(owner, parent, context, "context_design_review", state) | {
                "id": review_session_id(parent_id),
            }
            insert_if_absent(connection, sessions, row, key=["id"])
            return review_session_id(parent_id)

    def _row(self, scope: Scope, component: AnyRow, type: SessionType) -> dict[str, Any]:
        return {
            "account": scope.account,
            "project": required_project(scope),
            "user": scope.user,
            "type": type,
            "status": "active",
            "execution_mode": "agentic",
            "component_id": component.id,
            "component_module": component.module,
            "attempt": 1,
            "needs_person": False,
            "created_at": self._database.clock(),
        }

    def _child_row(
        self,
        owner: Scope,
        parent: AnyRow,
        component: AnyRow,
        type: SessionType,
        state: StoredComponentState | StoredReviewState,
    ) -> dict[str, Any]:
        return self._row(owner, component, type) | {
            "parent_id": parent.id,
            "state": state.model_dump(mode="json"),
            "agent": parent.agent,
            "environment": parent.environment,
        }


_LOCK_BRANCH = text("SELECT pg_advisory_xact_lock(hashtextextended(:of_branch, 0))")


def _failed(component: Component, reason: str) -> FailedComponent:
    return FailedComponent(name=component.name, module=component.module, reason=reason)


def _require_component(connection: Connection, scope: Scope, module: str) -> AnyRow:
    statement = select(components).where(
        components.c.project_id == required_project_id(scope), components.c.module == module
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError(
            f"Context component not found: {module}.",
            "Check that the context document lists it.",
        )
    return row
