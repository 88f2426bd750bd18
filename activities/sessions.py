"""Session records, the status view and the validation of the fan-out."""

from __future__ import annotations

from uuid import UUID

from temporalio import activity

from activities.pauses import paused_children
from activities.requests import (
    ChildEnded,
    CloseSession,
    CreateComponentSessions,
    PublishStatus,
    StepRecord,
    ValidateComponentSessions,
)
from activities.running import run_step
from design_sessions.outcomes import CheckedComponent, CreatedSessions, SessionUsage
from design_sessions.references import SessionReference
from design_sessions.services import Services
from design_sessions.steps import components_validation, session_records


class SessionActivities:
    """Activities on the database."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def create_component_sessions(self, request: CreateComponentSessions) -> CreatedSessions:
        """Create one record for each component; failures are listed in the result."""
        return await run_step(
            self._services,
            request.session,
            session_records.create_component_sessions,
            request.modules,
        )

    @activity.defn
    async def create_review_session(self, session: SessionReference) -> UUID:
        """The id of the record of a parent's review."""
        return await run_step(self._services, session, session_records.create_review_session)

    @activity.defn
    async def publish_status(self, request: PublishStatus) -> SessionUsage:
        """Store view changes and decisions; returns the usage so far."""
        usage = await run_step(
            self._services,
            request.session,
            session_records.publish_status,
            request.view,
            request.decisions,
        )
        if request.look_for_pauses:
            usage.paused = await paused_children()
        return usage

    @activity.defn
    async def record_child_end(self, request: ChildEnded) -> bool:
        """Record how a child's attempt ended; returns whether a draft can be accepted."""
        return await run_step(
            self._services,
            request.session,
            session_records.record_child_end,
            request.status,
            request.reason,
            request.failure_type,
        )

    @activity.defn
    async def record_step(self, request: StepRecord) -> None:
        """Record one run of a step as an interaction."""
        await run_step(
            self._services,
            request.session,
            session_records.record_step,
            request.key,
            request.step,
            request.command,
            request.status,
            request.output,
        )

    @activity.defn
    async def validate_component_sessions(
        self, request: ValidateComponentSessions
    ) -> list[CheckedComponent]:
        """Compare records and branch, for all components of the context in order."""
        return await run_step(
            self._services,
            request.session,
            components_validation.validate_component_sessions,
            request.recheck,
        )

    @activity.defn
    async def close_session(self, request: CloseSession) -> None:
        """Close a session and its open children."""
        await run_step(
            self._services,
            request.session,
            session_records.close_session,
            request.status,
            request.reason,
        )
