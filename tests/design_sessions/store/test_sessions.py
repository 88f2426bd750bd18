from __future__ import annotations

from uuid import uuid4

import pytest

from design_sessions.errors import NotFoundError
from design_sessions.status import Usage
from tests.support.stores import (
    MODULES,
    SCOPE,
    counted_queries,
    start_components,
    start_session,
    take_turn,
    view_of,
)


@pytest.mark.parametrize("count", [1, 40])
def test_parent_and_children_come_with_one_query(store, count):
    modules = [f"MyApp.Blog.C{number:02}" for number in range(count)]
    parent_id = start_session(store, modules=modules)
    start_components(store, parent_id, modules=modules)
    with counted_queries(store.engine) as statements:
        parent, children = store.sessions.tree(SCOPE, parent_id)
    assert len(statements) == 1
    assert parent.id == parent_id
    assert [child.component_module for child in children] == modules


def test_an_unknown_session_is_not_found(store, parent_id):
    unknown = uuid4()
    with pytest.raises(NotFoundError, match=rf"Session not found: {unknown} .*client\.py list"):
        store.sessions.tree(SCOPE, unknown)


def test_an_ended_session_keeps_its_end_and_its_result(store, clock, post_id):
    clock.advance(10)
    ended = store.sessions.set_status(SCOPE, post_id, "failed", error="Refused.", result={"a": 1})
    at = clock.now
    clock.advance(10)
    again = store.sessions.set_status(SCOPE, post_id, "failed", error="Refused.")
    assert ended == again
    assert (again.ended_at, again.error, again.result) == (at, "Refused.", {"a": 1})


def test_a_retry_opens_the_record_again(store, post_id):
    store.sessions.set_status(SCOPE, post_id, "failed", error="Refused.", attempt=1)
    record = store.sessions.set_status(
        SCOPE, post_id, "active", attempt=2, workflow_id="session/Post/a2"
    )
    assert (record.attempt, record.status, record.ended_at, record.error) == (
        2,
        "active",
        None,
        None,
    )
    assert record.workflow_id == "session/Post/a2"


def test_the_word_of_an_earlier_attempt_changes_nothing(store, post_id):
    store.sessions.set_status(SCOPE, post_id, "active", attempt=2)
    record = store.sessions.set_status(SCOPE, post_id, "failed", attempt=1, error="Late.")
    assert (record.attempt, record.status, record.error) == (2, "active", None)


def test_a_patch_of_the_state_leaves_the_rest(store, post_id):
    store.sessions.update_state(SCOPE, post_id, {"revision": 1, "commit": "abc"})
    record = store.sessions.update_state(SCOPE, post_id, {"revision": 2})
    assert record.state["revision"] == 2
    assert record.state["commit"] == "abc"
    assert record.state["parent_context_name"] == "MyApp.Blog"


def test_publishing_a_view_gives_back_what_each_session_has_used(store, parent_id, component_ids):
    post_id = component_ids["MyApp.Blog.Post"]
    take_turn(store, post_id, 1, parent_id, usage=Usage(input_tokens=7, cost_usd=0.5))
    take_turn(store, post_id, 2, parent_id, usage=Usage(output_tokens=3, cost_usd=0.25))
    with counted_queries(store.engine) as statements:
        usage = store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id))
    assert usage[str(post_id)] == Usage(input_tokens=7, output_tokens=3, cost_usd=0.75)
    assert usage[str(component_ids["MyApp.Blog.Tag"])] == Usage()
    assert len(usage) == len(MODULES) + 1
    assert len(statements) == 4


def test_components_that_a_view_leaves_out_stay_as_published(store, parent_id, component_ids):
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id))
    changed = view_of(parent_id, modules=["MyApp.Blog.Comment"])
    changed.components[0].state = "failed"
    store.sessions.publish_status(SCOPE, parent_id, changed)
    shown = store.reports.read_status(SCOPE)
    assert [(each.name, each.state) for each in shown.components] == [
        ("Post", "running"),
        ("Comment", "failed"),
        ("Tag", "running"),
    ]
