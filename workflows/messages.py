"""Inputs and results of the workflows: what enters Temporal's history.

Every message is one pydantic model. None holds a document, a transcript or a key: those live in
the database and on the branch, and messages carry references to them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from design_sessions.references import AttemptReference
from design_sessions.scope import Scope
from design_sessions.session_order import Limits, SessionOrder
from design_sessions.status import SessionStatusView
from workflows.failures import Failure

COMPONENTS_ENDED = "components_ended"
"""Name of the signal of a batch to its session."""


class ContextDesignRequest(SessionOrder):
    """Starts a context design session."""

    scope: Scope
    deployment_id: str
    """Id of the database the session's records go to; a worker with another one refuses."""
    model_task_queue: str
    """The queue of model calls."""
    search_attributes: bool = True
    """False if the namespace does not know our search attributes."""


class InitializeVerdict(BaseModel):
    """Answer of the update ``initialized``: how Initialize ended."""

    accepted: bool
    error: str | None = None
    """If not accepted: what is wrong and what to do, in one line."""
    error_type: str | None = None
    """Type of the domain's error then."""
    notes: list[str] = Field(default_factory=list)
    """Notes for the person, such as a branch with a suffix or a model without a price."""
    view: SessionStatusView | None = None


class SessionResult(BaseModel):
    """What a complete session returns."""

    branch: str
    complete: int
    kept: int
    accepted: int
    skipped: int
    pull_request_url: str | None = None


class DecisionAnswer(BaseModel):
    """What an accepted update returns."""

    message: str
    changed: bool = True
    """False if the decision had already been made."""


class ComponentDesignRequest(BaseModel):
    """Starts one attempt at one component."""

    attempt: AttemptReference
    module: str
    limits: Limits
    model_task_queue: str
    search_attributes: bool = True


class ComponentDesignResult(BaseModel):
    """A component session that ended well."""

    outcome: Literal["complete", "kept", "accepted"]
    revisions: int = 0


class ComponentChild(BaseModel):
    """A component session to start, and what the Web UI calls it."""

    request: ComponentDesignRequest
    name: str
    type: str
    design_path: str


class ComponentBatchRequest(BaseModel):
    """Starts component sessions of a large context together."""

    session: ContextDesignRequest
    children: list[ComponentChild]


class EndedChild(BaseModel):
    """How a component session of a batch ended: with a result, a failure, or never started."""

    workflow_id: str
    result: ComponentDesignResult | None = None
    failure: Failure | None = None
    already_started: bool = False
    """Another workflow has its id and is still running."""


class EndedChildren(BaseModel):
    """What a batch tells its session, by the signal ``COMPONENTS_ENDED``."""

    children: list[EndedChild]


class ReviewRequest(BaseModel):
    """Starts one attempt at the review."""

    attempt: AttemptReference
    limits: Limits
    model_task_queue: str
    search_attributes: bool = True
