"""The records of a session and its children, as the parent workflow keeps them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from design_sessions.chosen_components import chosen_modules
from design_sessions.decisions import DecisionRecord, Guidance
from design_sessions.errors import NotFoundError
from design_sessions.outcomes import CreatedSessions, SessionUsage
from design_sessions.record_ids import REVIEW
from design_sessions.references import SessionReference
from design_sessions.services import Services
from design_sessions.status import SessionStatus, SessionStatusView
from design_sessions.steps.guidance import keep_guidance
from design_sessions.steps.reopening import send_back
from design_sessions.store.records import RecordResult

_REDO = "redo"
"""Key of the guidance with which a session revises designs that are valid."""


def create_component_sessions(
    services: Services, session: SessionReference, modules: Sequence[str]
) -> CreatedSessions:
    """One record for each of these components of the parent; idempotent."""
    parent = services.store.sessions.parent(session.scope, session.session_id)
    wanted, order = set(modules), parent.state.order
    created = services.store.session_creation.create_components(
        session.scope,
        session.session_id,
        [component for component in parent.state.context.components if component.module in wanted],
    )
    if order.redo is not None:
        chosen = chosen_modules(parent.state.context.components, order.only) & wanted
        for component in parent.state.context.components:
            if component.module not in chosen:
                continue
            told = Guidance(
                key=_REDO,
                by=session.scope.user,
                text=order.redo,
                threads=[t for t in parent.state.threads if t.path == component.design_path],
            )
            keep_guidance(services.store, session.scope, created.created[component.module], told)
    return created


def create_review_session(services: Services, session: SessionReference) -> UUID:
    """The record of the parent's review; idempotent."""
    return services.store.session_creation.create_review(session.scope, session.session_id)


def record_step(
    services: Services,
    session: SessionReference,
    key: str,
    step: str,
    command: dict[str, Any],
    status: str,
    output: str,
) -> None:
    """One run of a step of the parent; the same key again replaces what was said."""
    services.store.interactions.record(
        session.scope,
        session.session_id,
        key=key,
        step=step,
        command=command,
        result={"status": status, "output": output},
        status=status,
    )


def publish_status(
    services: Services,
    session: SessionReference,
    view: SessionStatusView,
    decisions: Sequence[DecisionRecord],
) -> SessionUsage:
    """Store view changes and new decisions; returns the usage of what changes or runs."""
    for decision in decisions:
        _record_decision(services, session, decision)
    services.store.sessions.publish_status(session.scope, session.session_id, view)
    published = [component.module for component in view.components]
    return services.store.reports.read_usage(session.scope, session.session_id, published)


def _record_decision(
    services: Services, session: SessionReference, decision: DecisionRecord
) -> None:
    services.store.interactions.record(
        session.scope,
        session.session_id,
        key=decision.key,
        step=decision.name,
        command=decision.decision.model_dump(exclude_none=True)
        | {"by": decision.by, "at": decision.at},
        result={"status": "ok"},
        status="ok",
    )
    if decision.max_cost is not None:
        _set_cost_limit(services, session, decision.max_cost)
    if decision.guidance is not None:
        guidance = Guidance(key=f"{decision.key}-guidance", by=decision.by, text=decision.guidance)
        for child in _children(services, session, decision.guided):
            keep_guidance(services.store, session.scope, child, guidance)
    if decision.carried:
        _children(services, session, decision.guided)
        parent = services.store.sessions.parent(session.scope, session.session_id)
        for module in decision.guided:
            send_back(
                services.store,
                parent,
                module,
                key=decision.key,
                by=decision.by,
                findings=decision.carried,
            )


def _children(services: Services, session: SessionReference, names: Sequence[str]) -> list[UUID]:
    """Records of children by module, and the review's; missing ones are created."""
    if not names:
        return []
    modules = [name for name in names if name != REVIEW]
    children = list(create_component_sessions(services, session, modules).created.values())
    if REVIEW in names:
        children.append(create_review_session(services, session))
    return children


def _set_cost_limit(services: Services, session: SessionReference, max_cost: float) -> None:
    services.store.sessions.change_parent(
        session.scope,
        session.session_id,
        lambda state: setattr(state.order.limits, "max_cost", max_cost),
    )


def record_child_end(
    services: Services,
    session: SessionReference,
    status: SessionStatus,
    reason: str | None,
    failure_type: str | None,
) -> bool:
    """Close a child's record; returns whether it has a draft that a person could accept."""
    services.store.sessions.set_status(
        session.scope,
        session.session_id,
        status,
        result=RecordResult(failure_type=failure_type),
        error=reason,
    )
    return services.store.drafts.latest(session.scope, session.session_id) is not None


def close_session(
    services: Services, session: SessionReference, status: SessionStatus, reason: str | None
) -> None:
    """Close the parent's record, and as cancelled what of its children is still open.

    A session that ended in Initialize may have no record yet; then there is nothing to close.
    """
    with contextlib.suppress(NotFoundError):
        services.store.maintenance.close_session_tree(
            session.scope, session.session_id, status, reason
        )
