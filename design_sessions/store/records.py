"""What the store gives back about sessions, and what it takes to make them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field

from design_sessions.scope import Scope
from design_sessions.status import Agent, Environment, SessionStatus, Usage
from design_sessions.store.session_states import (
    StoredComponentState,
    StoredParentState,
    StoredReviewState,
)

SessionType = Literal["context_components_design", "component_design", "context_design_review"]
ExecutionMode = Literal["manual", "auto", "agentic"]


class RecordResult(BaseModel):
    """How a child's last attempt ended, beyond its status."""

    failure_type: str | None = None
    """Type of the domain's error; None when it did not fail."""
    remark: str | None = None
    """Who or what completed it, when that was not the agent."""
    accepted: bool = False
    """A person accepted its draft although it is not valid."""


class SessionRecord(BaseModel):
    """What every session's record has."""

    id: UUID
    scope: Scope
    status: SessionStatus
    execution_mode: ExecutionMode
    component_module: str
    """The context's module for a parent and a review."""
    workflow_id: str | None
    run_id: str | None
    attempt: int
    agent: Agent
    environment: Environment
    result: RecordResult | None
    error: str | None
    created_at: datetime
    ended_at: datetime | None


class ParentRecord(SessionRecord):
    """A context design session."""

    type: Literal["context_components_design"]
    state: StoredParentState


class ComponentRecord(SessionRecord):
    """The design of one component, in all its attempts."""

    type: Literal["component_design"]
    parent_id: UUID
    state: StoredComponentState


class ReviewRecord(SessionRecord):
    """The review of a context's designs, in all its attempts."""

    type: Literal["context_design_review"]
    parent_id: UUID
    state: StoredReviewState


AnyRecord = Annotated[ParentRecord | ComponentRecord | ReviewRecord, Field(discriminator="type")]


class SessionTree(NamedTuple):
    """A parent and its component sessions, in the order of their making."""

    parent: ParentRecord
    components: list[ComponentRecord]


class Interaction(BaseModel):
    """The record of one step: command and result."""

    session_id: UUID
    key: str
    step: str
    status: str | None
    command: dict[str, Any]
    result: dict[str, Any] | None
    created_at: datetime
    updated_at: datetime


class SessionName(NamedTuple):
    """What a person may name a session by."""

    id: str
    """The workflow id."""
    session_id: UUID
    context: str
    status: SessionStatus


class OpenWork(NamedTuple):
    """A session that has not ended, and whether it needs a worker."""

    id: str
    """The workflow id."""
    needs_person: bool
    """Whether nothing of it goes on without a person."""
    wait_limit: float | None
    """Seconds that it waits for one; None for any time."""


class SessionSummary(BaseModel):
    """One line of ``list``."""

    id: str
    """The workflow id."""
    session_id: UUID
    account: str
    project: str
    user: str
    context: str
    status: SessionStatus
    step: str | None
    needs_person: bool
    branch: str
    usage: Usage
    created_at: datetime
    ended_at: datetime | None
