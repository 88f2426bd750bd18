from __future__ import annotations

import pytest

from design_sessions.errors import NotFoundError
from design_sessions.scope import Scope
from design_sessions.status import Attention, ReviewFinding, Usage
from design_sessions.store.session_states import StoredFindings
from tests.support.stores import (
    ENVIRONMENT,
    SCOPE,
    WORKFLOW_ID,
    claim,
    counted_queries,
    start_components,
    start_session,
    take_turn,
    turn_reference,
    view_of,
)

ACCOUNT = Scope(account="acme")
WAITING = Attention(step="Finalize", kind="pull_request", reason="Refused.", since="now")


def save_draft(store, session_id, turn):
    store.drafts.save(
        SCOPE, session_id, turn=turn, attempt=1, revision=turn - 1, text="# Post", problems=[]
    )


def test_a_view_is_shown_with_what_the_ledger_knows_by_now(store, parent_id, component_ids):
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id))
    post_id = component_ids["MyApp.Blog.Post"]
    take_turn(store, post_id, 1, parent_id, usage=Usage(input_tokens=10, cost_usd=0.5))
    save_draft(store, post_id, 1)
    take_turn(store, post_id, 2, parent_id, attempt=2, conversation=2, usage=Usage(cost_usd=0.25))
    save_draft(store, post_id, 2)
    claim(store, turn_reference(post_id, 3, parent_id, attempt=2))
    review_id = store.session_creation.create_review(SCOPE, parent_id)
    take_turn(store, review_id, 1, parent_id, usage=Usage(output_tokens=4, cost_usd=1))

    view = store.reports.read_status(SCOPE, WORKFLOW_ID)

    post, comment, _tag = view.components
    assert (post.turns, post.revisions) == (2, 1)
    assert post.session_id == post_id
    assert post.usage == Usage(input_tokens=10, cost_usd=0.75)
    assert (comment.turns, comment.revisions, comment.usage) == (0, 0, Usage())
    assert view.review.session_id == review_id
    assert view.usage == Usage(input_tokens=10, output_tokens=4, cost_usd=1.75)


def test_usage_is_read_of_the_first_that_run_and_of_what_has_changed(store):
    modules = [f"MyApp.Blog.C{number:03}" for number in range(70)]
    parent_id = start_session(store, modules=modules)
    records = start_components(store, parent_id, modules=modules)
    for number, session_id in enumerate(records.values()):
        take_turn(store, session_id, 1, parent_id, usage=Usage(input_tokens=10, cost_usd=0.5))
        if number >= 5:
            store.sessions.set_status(SCOPE, session_id, "active", workflow_id=f"w{number}")

    with counted_queries(store.engine) as statements:
        used = store.reports.read_usage(SCOPE, parent_id, [modules[0], modules[69]])

    assert len(statements) == 3
    assert used.total == Usage(input_tokens=700, cost_usd=35.0)
    assert list(used.components) == [modules[0], *modules[5:55], modules[69]]
    assert used.components[modules[0]].turns == 1


@pytest.mark.parametrize("count", [1, 60])
def test_the_number_of_queries_does_not_grow_with_the_components(store, count):
    modules = [f"MyApp.Blog.C{number:02}" for number in range(count)]
    parent_id = start_session(store, modules=modules)
    for session_id in start_components(store, parent_id, modules=modules).values():
        take_turn(store, session_id, 1, parent_id)
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id, modules=modules))
    with counted_queries(store.engine) as statements:
        view = store.reports.read_status(SCOPE, WORKFLOW_ID)
    assert len(statements) == 3
    assert [component.turns for component in view.components] == [1] * count


def test_the_newest_session_of_an_id_is_shown_and_the_others_stay_in_the_list(store, clock):
    first = start_session(store, run_id="run-1")
    store.sessions.publish_status(SCOPE, first, view_of(first, step="Finalize"))
    store.sessions.set_status(SCOPE, first, "complete")
    clock.advance(60)
    second = start_session(store, run_id="run-2")
    store.sessions.publish_status(SCOPE, second, view_of(second))
    assert store.reports.read_status(SCOPE, WORKFLOW_ID).session_id == second
    assert store.reports.read_status(SCOPE, session_id=first).step == "Finalize"
    listed = store.reports.list_sessions(SCOPE)
    assert [(each.id, each.session_id) for each in listed] == [
        (WORKFLOW_ID, second),
        (WORKFLOW_ID, first),
    ]
    assert [each.session_id for each in store.reports.active_sessions(SCOPE)] == [second]


def test_without_an_id_the_newest_session_of_the_scope_is_shown(store, clock):
    start_session(store)
    clock.advance(60)
    other_project = Scope(account="acme", project="shop", user="bob")
    newest = start_session(store, other_project, workflow_id="context-design/acme/shop/MyApp.Blog")
    assert store.reports.read_status(ACCOUNT).session_id == newest
    assert store.reports.read_status(SCOPE).id == WORKFLOW_ID


@pytest.mark.parametrize("workflow_id", [None, "context-design/acme/my_app/MyApp.Absent"])
def test_a_session_that_is_not_there_is_not_found(store, workflow_id):
    with pytest.raises(NotFoundError, match=r"Session not found: .*account 'acme'"):
        store.reports.read_status(SCOPE, workflow_id)


def test_a_session_ended_from_outside_shows_its_end(store, clock, parent_id, component_ids):
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id, attention=WAITING))
    store.sessions.set_status(SCOPE, component_ids["MyApp.Blog.Post"], "complete")
    store.maintenance.close_session_tree(
        SCOPE, parent_id, "cancelled", "The workflow was terminated."
    )
    view = store.reports.read_status(SCOPE)
    assert (view.status, view.error) == ("cancelled", "The workflow was terminated.")
    assert view.attention is None
    assert view.ended_at == clock.now.isoformat()
    assert [each.state for each in view.components] == ["complete", "cancelled", "cancelled"]
    assert view.review.state == "cancelled"


def test_a_session_has_ended_when_the_list_says_so(store, clock, parent_id):
    said = clock.now.isoformat()
    clock.advance(2)
    store.maintenance.close_session_tree(SCOPE, parent_id, "complete", None)
    store.sessions.publish_status(
        SCOPE, parent_id, view_of(parent_id, status="complete", ended_at=said)
    )
    [listed] = store.reports.list_sessions(SCOPE)
    assert store.reports.read_status(SCOPE).ended_at == listed.ended_at.isoformat()


def test_a_session_is_active_until_its_record_is_closed(store, parent_id):
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id, status="complete"))
    [listed] = store.reports.list_sessions(SCOPE)
    assert (store.reports.read_status(SCOPE).status, listed.status) == ("active", "active")


def test_a_session_that_never_published_can_still_be_shown(store, parent_id, component_ids):
    store.maintenance.close_session_tree(
        SCOPE, parent_id, "cancelled", "The workflow was terminated."
    )
    view = store.reports.read_status(SCOPE)
    assert view.id == WORKFLOW_ID
    assert view.environment == ENVIRONMENT
    assert view.status == "cancelled"
    assert {each.name: each.state for each in view.components} == {
        "Post": "cancelled",
        "Comment": "cancelled",
        "Tag": "cancelled",
    }


def test_a_list_has_one_line_for_each_session(store, parent_id, post_id):
    take_turn(store, post_id, 1, parent_id, usage=Usage(output_tokens=4, cost_usd=0.5))
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id, attention=WAITING))
    with counted_queries(store.engine) as statements:
        [summary] = store.reports.list_sessions(ACCOUNT)
    assert len(statements) == 1
    assert summary.context == "MyApp.Blog"
    assert summary.branch == ENVIRONMENT.branch
    assert summary.step == "SpawnComponentDesignSessions"
    assert summary.needs_person
    assert summary.usage == Usage(output_tokens=4, cost_usd=0.5)


def test_a_list_can_be_cut_short(store, clock):
    for number in range(4):
        newest = start_session(store, run_id=f"run-{number}")
        clock.advance(1)
    assert [each.session_id for each in store.reports.list_sessions(SCOPE, limit=1)] == [newest]
    assert len(store.reports.list_sessions(SCOPE)) == 4


def test_a_wait_for_the_endpoint_is_shown_as_long_as_it_is_true(store, clock, parent_id):
    store.sessions.publish_status(SCOPE, parent_id, view_of(parent_id))
    store.sessions.note_waits([(SCOPE, parent_id, "5 calls wait")], 12.0)
    store.sessions.note_waits([(Scope(account="other"), parent_id, "not yours")], 12.0)
    assert store.reports.read_status(SCOPE, WORKFLOW_ID).waits_for == "5 calls wait"
    clock.advance(13)
    assert store.reports.read_status(SCOPE, WORKFLOW_ID).waits_for is None


def test_a_report_has_the_findings_that_the_published_view_has_no_room_for(store, parent_id):
    fields = {"severity": "minor", "kind": "consistency", "components": [], "suggestion": "Do."}
    findings = [ReviewFinding(explanation=f"Point {number}.", **fields) for number in range(3)]
    known = StoredFindings(of_reviewer=findings)
    store.sessions.change_parent(SCOPE, parent_id, lambda state: setattr(state, "findings", known))
    view = view_of(parent_id)
    view.review.state = "complete"
    view.show_findings(findings[:1], more=2)
    store.sessions.publish_status(SCOPE, parent_id, view)

    report = store.reports.read_status(SCOPE, WORKFLOW_ID)

    assert report.findings == report.review.findings == findings
    assert "more_findings" not in report.model_dump()
