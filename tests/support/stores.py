"""Sessions to fill a store with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

from design_sessions.components import Component, ComponentType
from design_sessions.context_document.model import ContextDesign
from design_sessions.layouts import LAYOUTS
from design_sessions.record_ids import session_record_id
from design_sessions.references import TurnReference
from design_sessions.scope import Scope
from design_sessions.session_order import Limits, SessionOrder
from design_sessions.status import SessionStatusView, Usage
from design_sessions.store import Store
from design_sessions.store.session_states import StoredParentState
from design_sessions.store.turn_records import ClaimResult, TurnRecord
from tests.support.statuses import AGENT, component_status, environment_status, session_status

SCOPE = Scope(account="acme", project="my_app", user="ada@example.com")
CONTEXT = "MyApp.Blog"
WORKFLOW_ID = f"context-design/acme/my_app/{CONTEXT}"
MODULES = ("MyApp.Blog.Post", "MyApp.Blog.Comment", "MyApp.Blog.Tag")
ENVIRONMENT = environment_status(CONTEXT)


class ManualClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def blog_context(modules: Sequence[str] = MODULES) -> ContextDesign:
    """A context with these components, the first with the highest priority."""
    return ContextDesign(
        module=CONTEXT,
        project_module="MyApp",
        path="docs/design/my_app/blog.md",
        layout=LAYOUTS[0],
        title="Blog",
        description="Posts and what is said about them.",
        components=[
            Component(
                name=module.removeprefix("MyApp.Blog."),
                module=module,
                type=ComponentType.SCHEMA,
                declared_type="Schema",
                priority=len(modules) - position,
                description=f"What {module} is for.",
                design_path=f"docs/design/my_app/blog/{module.rpartition('.')[2].lower()}.md",
                dependencies=["MyApp.Blog.Post"] if position else [],
            )
            for position, module in enumerate(modules)
        ],
    )


def start_session(
    store: Store,
    scope: Scope = SCOPE,
    *,
    workflow_id: str = WORKFLOW_ID,
    run_id: str = "run-1",
    modules: Sequence[str] = MODULES,
    context: str = CONTEXT,
) -> UUID:
    """The record of a session whose context has these components, without children yet."""
    state = parent_state(modules)
    state.context.module = context
    design = blog_context(modules).model_copy(update={"module": context})
    store.projects.record(scope, remote="/repositories/my_app", context=design)
    return store.session_creation.create_parent(
        scope,
        id=session_record_id(workflow_id, run_id),
        workflow_id=workflow_id,
        run_id=run_id,
        agent=AGENT,
        environment=environment_status(context),
        state=state,
    )


def parent_state(modules: Sequence[str] = MODULES, **limits: Any) -> StoredParentState:
    """What a session with these components remembers."""
    return StoredParentState(
        order=SessionOrder(
            repository=ENVIRONMENT.repository,
            context=CONTEXT,
            context_module=CONTEXT,
            limits=Limits(**limits),
        ),
        context=blog_context(modules),
    )


def start_components(
    store: Store, parent_id: UUID, scope: Scope = SCOPE, *, modules: Sequence[str] = MODULES
) -> dict[str, UUID]:
    """Records of the component sessions, by module."""
    created = store.session_creation.create_components(
        scope,
        parent_id,
        blog_context(modules).components,
    )
    assert created.failed == []
    return created.created


def turn_reference(
    session_id: UUID,
    turn: int,
    parent_id: UUID,
    *,
    scope: Scope = SCOPE,
    attempt: int = 1,
    conversation: int = 1,
) -> TurnReference:
    """A turn of a component's or the review's session."""
    return TurnReference(
        scope=scope,
        deployment_id="",
        session_id=session_id,
        parent_session_id=parent_id,
        attempt=attempt,
        workflow_id=WORKFLOW_ID,
        conversation=conversation,
        turn=turn,
    )


def claim(
    store: Store, turn: TurnReference, owner: str = "worker-1", **changes: Any
) -> ClaimResult:
    """A claim of a minute, without a price; ``attempt`` and ``scope`` change the turn's own."""
    own: dict[str, Any] = {}
    for name in {"attempt", "scope"} & changes.keys():
        own[name] = changes.pop(name)
    turn = turn.model_copy(update=own)
    arguments: dict[str, Any] = {
        "lease_seconds": 60,
        "request": [{"type": "text", "text": f"Turn {turn.turn}"}],
        "guidance": [],
        "reserve_usd": None,
        "cost_limit_usd": None,
    }
    return store.ledger.claim(turn, owner=owner, **(arguments | changes))


def finish(
    store: Store,
    turn: TurnReference,
    owner: str = "worker-1",
    *,
    text: str = "An answer.",
    usage: Usage | None = None,
) -> TurnRecord:
    """Record an answer of one text block."""
    return store.ledger.finish(
        turn,
        owner,
        response=[{"type": "text", "text": text}],
        stop_reason="end_turn",
        model="writer",
        usage=usage or Usage(input_tokens=10, output_tokens=5, cost_usd=0.01),
        request_id="request-1",
    )


def take_turn(
    store: Store,
    session_id: UUID,
    turn: int,
    parent_id: UUID,
    *,
    scope: Scope = SCOPE,
    usage: Usage | None = None,
    attempt: int = 1,
    conversation: int = 1,
    **changes: Any,
) -> TurnRecord:
    """One turn, claimed and finished."""
    reference = turn_reference(
        session_id, turn, parent_id, scope=scope, attempt=attempt, conversation=conversation
    )
    assert claim(store, reference, **changes).outcome == "granted"
    return finish(store, reference, usage=usage)


def view_of(
    session_id: UUID, scope: Scope = SCOPE, *, modules: Sequence[str] = MODULES, **changes: Any
) -> SessionStatusView:
    """What a session with running components publishes."""
    components = [component_status(each, "running", attempt=1) for each in modules]
    fields: dict[str, Any] = {"id": WORKFLOW_ID, "session_id": session_id}
    return session_status(scope, CONTEXT, components, **(fields | changes))


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """Collects the statements that reach the database, without those that frame a transaction."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SELECT set_config")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def spent(store: Store, parent_id: UUID) -> Usage:
    """What a session's whole tree has used so far."""
    return store.reports.read_status(SCOPE, session_id=parent_id).usage
