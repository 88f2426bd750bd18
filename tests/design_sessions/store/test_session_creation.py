from __future__ import annotations

import pytest

from design_sessions.errors import NotFoundError
from design_sessions.identifiers import component_session_id, review_session_id
from design_sessions.scope import Scope
from design_sessions.store.records import NewComponentSession
from tests.support.statuses import AGENT
from tests.support.stores import (
    ENVIRONMENT,
    MODULES,
    SCOPE,
    WORKFLOW_ID,
    start_components,
    start_session,
)


def test_a_component_session_inherits_from_its_parent(store, parent_id):
    ids = start_components(store, parent_id, Scope(account="acme", project="my_app", user="bob"))
    record = store.get_session(SCOPE, ids["MyApp.Blog.Post"])
    assert record.id == component_session_id(parent_id, "MyApp.Blog.Post")
    assert record.type == "component_design"
    assert record.status == "active"
    assert record.execution_mode == "agentic"
    assert record.scope == SCOPE
    assert record.agent == AGENT.model_dump()
    assert record.environment == ENVIRONMENT.model_dump()
    assert record.state == {
        "parent_context_name": "MyApp.Blog",
        "context_design_path": "docs/design/my_app/blog.md",
    }


def test_a_repeated_step_finds_its_records(store):
    parent = start_session(store)
    assert start_session(store) == parent
    ids = start_components(store, parent)
    store.set_session_status(SCOPE, ids["MyApp.Blog.Post"], "complete", attempt=2)
    assert start_components(store, parent) == ids
    assert store.get_session(SCOPE, ids["MyApp.Blog.Post"]).attempt == 2
    assert store.create_review_session(SCOPE, parent, "w") == review_session_id(parent)
    assert store.create_review_session(SCOPE, parent, "w") == review_session_id(parent)
    assert len(store.session_with_children(SCOPE, parent).children) == len(MODULES) + 1


def test_a_component_that_is_not_there_does_not_stop_the_others(store, parent_id):
    wanted = ["MyApp.Blog.Post", "MyApp.Blog.Absent", "MyApp.Blog.Tag"]
    result = store.create_component_sessions(
        SCOPE,
        parent_id,
        [NewComponentSession(name=each.rpartition(".")[2], module=each) for each in wanted],
    )
    assert list(result.created) == ["MyApp.Blog.Post", "MyApp.Blog.Tag"]
    assert [(each.name, each.module) for each in result.failed] == [("Absent", "MyApp.Blog.Absent")]
    assert result.failed[0].reason == "Context component not found: MyApp.Blog.Absent."


def test_a_record_that_the_database_refuses_does_not_stop_the_others(store, parent_id):
    result = store.create_component_sessions(
        SCOPE,
        parent_id,
        [
            NewComponentSession(
                name="Post", module="MyApp.Blog.Post", state={"size": float("nan")}
            ),
            NewComponentSession(name="Tag", module="MyApp.Blog.Tag"),
        ],
    )
    assert list(result.created) == ["MyApp.Blog.Tag"]
    assert result.failed[0].module == "MyApp.Blog.Post"
    assert "JSON" in result.failed[0].reason
    children = store.session_with_children(SCOPE, parent_id).children
    assert [child.component_module for child in children] == ["MyApp.Blog.Tag"]


def test_a_component_that_was_missing_can_be_made_later(store, parent_id):
    new = [NewComponentSession(name="Late", module="MyApp.Blog.Late")]
    assert store.create_component_sessions(SCOPE, parent_id, new).failed
    start_session(store, modules=[*MODULES, "MyApp.Blog.Late"])
    assert not store.create_component_sessions(SCOPE, parent_id, new).failed


def test_a_session_of_an_unknown_context_is_refused(store, parent_id):
    with pytest.raises(NotFoundError, match=r"Context component not found: MyApp\.Shop\."):
        store.create_parent_session(
            SCOPE,
            id=parent_id,
            workflow_id=WORKFLOW_ID,
            run_id="run-1",
            context_module="MyApp.Shop",
            agent={},
            environment={},
            state={},
        )
