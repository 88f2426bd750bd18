from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import update

from design_sessions.errors import NotFoundError, StoreError
from design_sessions.store.database.tables import sessions
from design_sessions.store.records import RecordResult
from tests.support.stores import (
    SCOPE,
    counted_queries,
    parent_state,
    start_components,
    start_session,
    view_of,
)


@pytest.mark.parametrize("count", [1, 40])
def test_parent_and_children_come_with_one_query(store, count):
    modules = [f"MyApp.Blog.C{number:02}" for number in range(count)]
    parent_id = start_session(store, modules=modules)
    start_components(store, parent_id, modules=modules)
    with counted_queries(store.engine) as statements:
        parent, components = store.sessions.tree(SCOPE, parent_id)
    assert len(statements) == 1
    assert parent.id == parent_id
    assert [record.component_module for record in components] == modules


def set_status(store, session_id, status, **changes):
    store.sessions.set_status(SCOPE, session_id, status, **changes)
    return store.sessions.get(SCOPE, session_id)


def test_an_unknown_session_is_not_found(store, parent_id):
    unknown = uuid4()
    with pytest.raises(NotFoundError, match=rf"Session not found: {unknown} .*client\.py list"):
        store.sessions.tree(SCOPE, unknown)


def test_an_ended_session_keeps_its_end_and_its_result(store, clock, post_id):
    clock.advance(10)
    refusal = RecordResult(failure_type="Refused")
    ended = set_status(store, post_id, "failed", error="Refused.", result=refusal)
    at = clock.now
    clock.advance(10)
    again = set_status(store, post_id, "failed", error="Refused.")
    assert ended == again
    assert (again.ended_at, again.error, again.result) == (at, "Refused.", refusal)


def test_a_retry_opens_the_record_again(store, post_id):
    set_status(store, post_id, "failed", error="Refused.", attempt=1)
    record = set_status(store, post_id, "active", attempt=2, workflow_id="session/Post/a2")
    assert (record.attempt, record.status, record.ended_at, record.error) == (
        2,
        "active",
        None,
        None,
    )
    assert record.workflow_id == "session/Post/a2"


def test_the_word_of_an_earlier_attempt_changes_nothing(store, post_id):
    set_status(store, post_id, "active", attempt=2)
    record = set_status(store, post_id, "failed", attempt=1, error="Late.")
    assert (record.attempt, record.status, record.error) == (2, "active", None)


def test_what_a_session_remembers_is_read_as_it_was_saved(store, parent_id, post_id):
    state = parent_state(max_cost=7.5)
    store.sessions.save_state(SCOPE, parent_id, state)
    assert store.sessions.parent(SCOPE, parent_id).state == state
    post = store.sessions.component(SCOPE, post_id).state
    store.sessions.save_state(SCOPE, post_id, post.model_copy(update={"began_from": "abc"}))
    assert store.sessions.component(SCOPE, post_id).state.began_from == "abc"


def test_a_session_of_another_kind_is_not_found(store, parent_id, post_id):
    for read in (store.sessions.component, store.sessions.review):
        with pytest.raises(NotFoundError, match="Session not found"):
            read(SCOPE, parent_id)
    with pytest.raises(NotFoundError, match="Session not found"):
        store.sessions.parent(SCOPE, post_id)


def test_a_record_of_another_version_is_named_with_what_to_do(store, parent_id):
    with store.engine.begin() as connection:
        connection.execute(update(sessions).values(state={"order": {}}))
    with pytest.raises(StoreError, match=r"record of session .* cannot be read: .*Another version"):
        store.sessions.parent(SCOPE, parent_id)


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
