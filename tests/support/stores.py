"""Sessions to fill a store with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

from design_sessions.components import Component, ComponentType
from design_sessions.context_document import ContextDesign
from design_sessions.identifiers import session_record_id
from design_sessions.layouts import LAYOUTS
from design_sessions.scope import Scope
from design_sessions.status import SessionStatusView, Usage
from design_sessions.store import Store
from design_sessions.store.records import NewComponentSession
from design_sessions.store.turn_records import ClaimResult, TurnKey, TurnRecord
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
) -> UUID:
    """The record of a session whose context has these components, without children yet."""
    store.create_project_records(
        scope, remote="/repositories/my_app", context=blog_context(modules)
    )
    return store.create_parent_session(
        scope,
        id=session_record_id(workflow_id, run_id),
        workflow_id=workflow_id,
        run_id=run_id,
        context_module=CONTEXT,
        agent=AGENT.model_dump(),
        environment=ENVIRONMENT.model_dump(),
        state={"order": {"review": True}},
    ).id


def start_components(
    store: Store, parent_id: UUID, scope: Scope = SCOPE, *, modules: Sequence[str] = MODULES
) -> dict[str, UUID]:
    """Records of the component sessions, by module."""
    created = store.create_component_sessions(
        scope,
        parent_id,
        [NewComponentSession(name=each.rpartition(".")[2], module=each) for each in modules],
    )
    assert created.failed == []
    return created.created


def claim(
    store: Store,
    key: TurnKey,
    parent_id: UUID,
    owner: str = "worker-1",
    *,
    scope: Scope = SCOPE,
    **changes: Any,
) -> ClaimResult:
    """A claim of a minute, without a price."""
    arguments: dict[str, Any] = {
        "lease_seconds": 60,
        "conversation": 1,
        "attempt": 1,
        "request": [{"type": "text", "text": f"Turn {key.turn}"}],
        "reserve_usd": None,
        "cost_limit_usd": None,
    }
    return store.claim(
        scope, key, owner=owner, parent_session_id=parent_id, **(arguments | changes)
    )


def finish(
    store: Store,
    key: TurnKey,
    owner: str = "worker-1",
    *,
    scope: Scope = SCOPE,
    text: str = "An answer.",
    usage: Usage | None = None,
) -> TurnRecord:
    """Record an answer of one text block."""
    return store.finish(
        scope,
        key,
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
    **changes: Any,
) -> TurnRecord:
    """One turn, claimed and finished."""
    key = TurnKey(session_id=session_id, turn=turn)
    assert claim(store, key, parent_id, scope=scope, **changes).outcome == "granted"
    return finish(store, key, scope=scope, usage=usage)


def view_of(
    session_id: UUID, scope: Scope = SCOPE, *, modules: Sequence[str] = MODULES, **changes: Any
) -> SessionStatusView:
    """What a session with running components publishes."""
    components = [component_status(each, "running", attempt=1) for each in modules]
    fields: dict[str, Any] = {"id": WORKFLOW_ID, "session_id": str(session_id)}
    return session_status(scope, CONTEXT, components, **(fields | changes))


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """Collects the statements that reach the database, without those that frame a transaction."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
