"""What a session publishes of itself, built by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from design_sessions.layouts import LAYOUTS, design_path, review_path
from design_sessions.scope import Scope
from design_sessions.status import (
    Agent,
    ComponentStatus,
    Environment,
    ReviewStatus,
    SessionStatusView,
)

AGENT = Agent(
    endpoint="http://127.0.0.1:9", model="writer", review_model="reviewer", effort="medium"
)


def environment_status(context: str) -> Environment:
    """Where a session of this context works."""
    project, _, name = context.partition(".")
    return Environment(
        repository="/repositories/my_app",
        base_commit="a" * 40,
        branch=f"docs-context-components-design-session-for-{name.lower()}",
        layout="docs/design",
        context_path=design_path(LAYOUTS[0], context, project),
    )


def component_status(module: str, state: str, **more: Any) -> ComponentStatus:
    """A schema of the project that its module names."""
    fields: dict[str, Any] = {
        "name": module.rpartition(".")[2],
        "module": module,
        "type": "schema",
        "state": state,
        "design_path": design_path(LAYOUTS[0], module, module.partition(".")[0]),
    }
    return ComponentStatus.model_validate(fields | more)


def session_status(
    scope: Scope, context: str, components: Iterable[ComponentStatus], **changes: Any
) -> SessionStatusView:
    """A session in its component step; ``changes`` are fields of the view."""
    environment: Environment = changes.pop("environment", environment_status(context))
    fields: dict[str, Any] = {
        "session_id": UUID(int=1),
        "id": f"context-design/{scope.account}/{scope.project}/{context}",
        "scope": scope,
        "context": context,
        "step": "SpawnComponentDesignSessions",
        "components": list(components),
        "review": ReviewStatus(path=review_path(environment.context_path)),
        "agent": AGENT,
        "environment": environment,
        "branch": environment.branch,
        "base_commit": environment.base_commit,
    }
    return SessionStatusView(**(fields | changes))
