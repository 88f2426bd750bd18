"""What the store gives back about sessions, and what it takes to make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field

from design_sessions.scope import Scope
from design_sessions.status import SessionStatus, Usage

SessionType = Literal["context_components_design", "component_design", "context_design_review"]
ExecutionMode = Literal["manual", "auto", "agentic"]


class SessionRecord(BaseModel):
    """One session: a parent, the design of one component, or the review."""

    id: UUID
    scope: Scope
    type: SessionType
    status: SessionStatus
    execution_mode: ExecutionMode
    component_module: str
    """The context's module for a parent and a review."""
    parent_id: UUID | None
    workflow_id: str | None
    run_id: str | None
    attempt: int
    agent: dict[str, Any]
    environment: dict[str, Any]
    state: dict[str, Any]
    result: dict[str, Any] | None
    error: str | None
    created_at: datetime
    ended_at: datetime | None


class SessionTree(NamedTuple):
    """A parent and its children, component sessions in the order of their making, review last."""

    parent: SessionRecord
    children: list[SessionRecord]


class NewComponentSession(BaseModel):
    """A component that needs a session record."""

    name: str
    module: str
    workflow_id: str | None = None
    state: dict[str, Any] = Field(default_factory=dict)
    """Added to what the parent gives: ``parent_context_name`` and ``context_design_path``."""


class FailedComponent(BaseModel):
    """A component whose session record could not be made, and why."""

    name: str
    module: str
    reason: str


class CreatedSessions(BaseModel):
    """The records that are there now, by module, and the components without one."""

    created: dict[str, UUID]
    failed: list[FailedComponent]


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
    branch: str | None
    usage: Usage
    created_at: datetime
    ended_at: datetime | None


class ComponentRecord(BaseModel):
    """A component as the context document last described it."""

    id: UUID
    parent_id: UUID | None
    module: str
    name: str
    type: str
    declared_type: str | None
    priority: int
    description: str
    design_path: str
    dependencies: list[str] = Field(default_factory=list)
