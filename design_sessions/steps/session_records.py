"""The records of a session and its children, as the parent workflow keeps them."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from design_sessions.components import Component
from design_sessions.errors import NotFoundError
from design_sessions.scope import Scope
from design_sessions.services import Services
from design_sessions.status import SessionStatus, SessionStatusView, Usage
from design_sessions.store.records import CreatedSessions, NewComponentSession

GUIDANCE_STEP = "Guidance"
"""Step name of the interaction that keeps a person's advice until a turn has taken it."""


class SessionUsage(BaseModel):
    """What the ledger says was used so far; by module."""

    components: dict[str, Usage] = Field(default_factory=dict)
    turns: dict[str, int] = Field(default_factory=dict)
    revisions: dict[str, int] = Field(default_factory=dict)
    total: Usage = Usage()


def create_component_sessions(
    services: Services, scope: Scope, parent_id: UUID, modules: list[str]
) -> CreatedSessions:
    """One record for each component, in the state the source design names; idempotent."""
    parent = services.store.sessions.get(scope, parent_id)
    wanted = set(modules)
    return services.store.session_creation.create_components(
        scope,
        parent_id,
        [
            NewComponentSession(
                name=component.name,
                module=component.module,
                state={
                    "parent_context_name": parent.state["context"]["module"],
                    "context_design_path": parent.state["context"]["path"],
                    "component": component.model_dump(mode="json"),
                },
            )
            for component in map(Component.model_validate, parent.state["components"])
            if component.module in wanted
        ],
    )


def publish_status(
    services: Services,
    scope: Scope,
    session_id: UUID,
    view: SessionStatusView,
    decisions: list[dict[str, Any]],
) -> SessionUsage:
    """Write what changed of the view, keep new decisions, and read what was used."""
    for decision in decisions:
        _record_decision(services, scope, session_id, decision)
    services.store.sessions.publish_status(scope, session_id, view)
    report = services.store.reports.read_status(scope, session_id=session_id)
    return SessionUsage(
        components={c.module: c.usage for c in report.components},
        turns={c.module: c.turns for c in report.components},
        revisions={c.module: c.revisions for c in report.components},
        total=report.usage,
    )


def _record_decision(
    services: Services,
    scope: Scope,
    session_id: UUID,
    decision: dict[str, Any],
) -> None:
    store = services.store
    store.interactions.record(
        scope,
        session_id,
        key=decision["key"],
        step=decision["decision"],
        command={"by": decision["by"], "at": decision["at"], **decision["input"]},
        result={"status": "ok"},
        status="ok",
    )
    if "max_cost" in decision["input"]:
        _set_cost_limit(services, scope, session_id, float(decision["input"]["max_cost"]))
    if not decision["guidance_for"]:
        return
    # A component whose record could not be made has none yet to keep the advice in.
    records = create_component_sessions(
        services, scope, session_id, decision["guidance_for"]
    ).created
    for child in records.values():
        store.interactions.record(
            scope,
            child,
            key=f"{decision['key']}-guidance",
            step=GUIDANCE_STEP,
            command={"by": decision["by"], "guidance": decision["input"].get("guidance", "")},
            result=None,
            status=None,
        )


def _set_cost_limit(services: Services, scope: Scope, session_id: UUID, max_cost: float) -> None:
    order = services.store.sessions.get(scope, session_id).state["order"]
    limits = {**order["limits"], "max_cost": max_cost}
    services.store.sessions.update_state(scope, session_id, {"order": {**order, "limits": limits}})


def record_child_end(
    services: Services,
    scope: Scope,
    session_id: UUID,
    *,
    status: SessionStatus,
    reason: str | None,
    failure_type: str | None,
) -> bool:
    """Close a child's record; whether it has a draft that a person could accept."""
    services.store.sessions.set_status(
        scope, session_id, status, result={"failure_type": failure_type}, error=reason
    )
    return services.store.drafts.latest(scope, session_id) is not None


def close_session(
    services: Services,
    scope: Scope,
    session_id: UUID,
    status: SessionStatus,
    reason: str | None,
) -> None:
    """Close the parent's record, and as cancelled what of its children is still open.

    A session that ended in Initialize may have no record yet; then there is nothing to close.
    """
    with contextlib.suppress(NotFoundError):
        services.store.maintenance.close_session_tree(scope, session_id, status, reason)
