from __future__ import annotations

import pytest

from design_sessions.errors import InputError, NotFoundError
from design_sessions.scope import Scope
from design_sessions.status import Attention
from tests.support.stores import SCOPE, WORKFLOW_ID, start_components, start_session, view_of


def test_a_worker_finds_the_open_sessions_of_all_accounts(store, component_ids, parent_id):
    other_scope = Scope(account="globex", project="their_app", user="hank")
    other = start_session(store, other_scope, workflow_id="context-design/globex/x/MyApp.Blog")
    ended = start_session(store, run_id="run-2")
    store.sessions.set_status(SCOPE, ended, "complete")
    found = {record.id: record.scope for record in store.maintenance.open_sessions()}
    assert found == {parent_id: SCOPE, other: other_scope}


def test_what_waits_for_a_person_needs_no_worker_for_now(store, parent_id):
    (before,) = store.maintenance.open_work()
    attention = Attention(
        step="Finalize", kind="pull_request", reason="No.", since="2026-01-01T00:00:00+00:00"
    )
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id, attention=attention))
    (after,) = store.maintenance.open_work()
    assert before == (WORKFLOW_ID, False, None)
    assert after == (WORKFLOW_ID, True, None)


def test_closing_a_session_ends_what_was_still_open(store, clock, parent_id, component_ids):
    post, comment, tag = component_ids.values()
    store.sessions.set_status(SCOPE, post, "complete")
    store.sessions.set_status(SCOPE, comment, "failed", error="Refused.")
    clock.advance(60)
    store.maintenance.close_session_tree(SCOPE, parent_id, "failed", "The workflow failed.")
    parent, children = store.sessions.tree(SCOPE, parent_id)
    by_id = {child.id: child for child in children}
    assert (parent.status, parent.error, parent.ended_at) == (
        "failed",
        "The workflow failed.",
        clock.now,
    )
    assert by_id[post].status == "complete"
    assert (by_id[comment].status, by_id[comment].error) == ("failed", "Refused.")
    assert (by_id[tag].status, by_id[tag].error) == ("cancelled", "The workflow failed.")
    assert store.maintenance.open_sessions() == []


def test_a_session_that_has_ended_stays_as_it_ended(store, parent_id):
    store.sessions.set_status(SCOPE, parent_id, "complete")
    store.maintenance.close_session_tree(SCOPE, parent_id, "cancelled", "Gone.")
    assert store.sessions.get(SCOPE, parent_id).status == "complete"


def test_closing_leaves_other_sessions_alone(store, parent_id):
    other = start_session(store, run_id="run-2")
    start_components(store, other)
    store.maintenance.close_session_tree(SCOPE, parent_id, "cancelled", None)
    parent, children = store.sessions.tree(SCOPE, other)
    assert {parent.status, *(child.status for child in children)} == {"active"}


def test_a_deleted_session_takes_its_children_and_conversations_along(
    store, clock, parent_id, component_ids
):
    other = start_session(store, run_id="run-2")
    post = component_ids["MyApp.Blog.Post"]
    store.interactions.record(
        SCOPE, post, key="one", step="Guidance", command={}, result=None, status=None
    )
    store.maintenance.close_session_tree(SCOPE, parent_id, "complete", None)
    store.maintenance.delete_session_tree(SCOPE, parent_id)
    for gone in (parent_id, post):
        with pytest.raises(NotFoundError):
            store.sessions.get(SCOPE, gone)
    assert store.sessions.get(SCOPE, other).status == "active"


def test_a_session_that_runs_or_is_a_part_or_anothers_is_not_deleted(
    store, parent_id, component_ids
):
    with pytest.raises(InputError, match="has not ended"):
        store.maintenance.delete_session_tree(SCOPE, parent_id)
    store.maintenance.close_session_tree(SCOPE, parent_id, "complete", None)
    with pytest.raises(InputError, match="part of a session"):
        store.maintenance.delete_session_tree(SCOPE, component_ids["MyApp.Blog.Tag"])
    with pytest.raises(NotFoundError):
        store.maintenance.delete_session_tree(Scope(account="globex", project="my_app"), parent_id)
    assert store.sessions.get(SCOPE, parent_id).status == "complete"


def test_sessions_that_ended_long_ago_are_found_in_their_scope(store, clock, parent_id):
    store.maintenance.close_session_tree(SCOPE, parent_id, "failed", "No.")
    ended = clock.now
    clock.advance(60)
    start_session(store, run_id="run-2")
    assert store.maintenance.ended_sessions(SCOPE, before=ended) == []
    assert [r.id for r in store.maintenance.ended_sessions(SCOPE, before=clock.now)] == [parent_id]
    assert store.maintenance.ended_sessions(Scope(account="globex"), before=clock.now) == []
    assert store.maintenance.repositories_in_use() == {"/repositories/my_app"}
