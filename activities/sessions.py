"""Session records, the status view and the validation of the fan-out."""

from __future__ import annotations

from uuid import UUID

from temporalio import activity

from activities.messages import (
    ChildEnded,
    ChildRecorded,
    CloseSession,
    ComponentCheck,
    ComponentSessionsChecked,
    CreateComponentSessions,
    CreatedComponentSessions,
    CreateReviewSession,
    FailedRecord,
    PublishedUsage,
    PublishStatus,
    StepRecord,
    ValidateComponentSessions,
)
from activities.pauses import paused_children
from activities.running import in_thread
from design_sessions.services import Services
from design_sessions.steps import components_validation
from design_sessions.steps import session_records as records


class SessionActivities:
    """Activities on the database."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @activity.defn
    async def create_component_sessions(
        self, request: CreateComponentSessions
    ) -> CreatedComponentSessions:
        """One record for each component; what cannot be made is listed."""
        created = await in_thread(
            self._services,
            request,
            lambda: records.create_component_sessions(
                self._services, request.scope, UUID(request.session_id), request.modules
            ),
        )
        return CreatedComponentSessions(
            created={module: str(record) for module, record in created.created.items()},
            failed=[
                FailedRecord(name=item.name, module=item.module, reason=item.reason)
                for item in created.failed
            ],
        )

    @activity.defn
    async def create_review_session(self, request: CreateReviewSession) -> str:
        """The id of the review's record."""
        record = await in_thread(
            self._services,
            request,
            lambda: self._services.store.session_creation.create_review(
                request.scope, UUID(request.session_id), request.workflow_id
            ),
        )
        return str(record)

    @activity.defn
    async def publish_status(self, request: PublishStatus) -> PublishedUsage:
        """Write what changed of the view, keep the decisions, and tell what was used so far."""
        usage = await in_thread(
            self._services,
            request,
            lambda: records.publish_status(
                self._services,
                request.scope,
                UUID(request.session_id),
                request.view,
                request.decisions,
            ),
        )
        paused = await paused_children() if request.look_for_pauses else None
        return PublishedUsage(**usage.model_dump(), paused=paused)

    @activity.defn
    async def record_child_end(self, request: ChildEnded) -> ChildRecorded:
        """How a child's attempt ended."""
        drafted = await in_thread(
            self._services,
            request,
            lambda: records.record_child_end(
                self._services,
                request.scope,
                UUID(request.session_id),
                status=request.status,
                reason=request.reason,
                failure_type=request.failure_type,
            ),
        )
        return ChildRecorded(drafted=drafted)

    @activity.defn
    async def record_step(self, request: StepRecord) -> None:
        """One run of a step as an interaction."""
        await in_thread(
            self._services,
            request,
            lambda: self._services.store.interactions.record(
                request.scope,
                UUID(request.session_id),
                key=request.key,
                step=request.step,
                command=request.command,
                result={"status": request.status, "output": request.output},
                status=request.status,
            ),
        )

    @activity.defn
    async def validate_component_sessions(
        self, request: ValidateComponentSessions
    ) -> ComponentSessionsChecked:
        """Hold records and branch against each other."""
        checks = await in_thread(
            self._services,
            request,
            lambda: components_validation.validate_component_sessions(
                self._services, request.scope, UUID(request.session_id), recheck=request.recheck
            ),
        )
        return ComponentSessionsChecked(
            components=[ComponentCheck.model_validate(check.model_dump()) for check in checks]
        )

    @activity.defn
    async def close_session(self, request: CloseSession) -> None:
        """The last word on a session and its open children."""
        await in_thread(
            self._services,
            request,
            lambda: records.close_session(
                self._services,
                request.scope,
                UUID(request.session_id),
                request.status,
                request.reason,
            ),
        )
