from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from design_sessions.status import Usage
from design_sessions.store.records import SessionRecord
from design_sessions.store.rows.status_merge import SessionFigures, merge
from tests.support.statuses import AGENT
from tests.support.stores import ENVIRONMENT, SCOPE, WORKFLOW_ID, view_of

PARENT = SessionRecord(
    id=uuid4(),
    scope=SCOPE,
    type="context_components_design",
    status="active",
    execution_mode="agentic",
    component_module="MyApp.Blog",
    parent_id=None,
    workflow_id=WORKFLOW_ID,
    run_id="run-1",
    attempt=1,
    agent=AGENT.model_dump(),
    environment=ENVIRONMENT.model_dump(),
    state={},
    result=None,
    error=None,
    created_at=datetime(2026, 3, 1, tzinfo=UTC),
    ended_at=None,
)
POST = "MyApp.Blog.Post"


def figures(**changes):
    fields = {
        "id": uuid4(),
        "type": "component_design",
        "component_module": POST,
        "status": "active",
        "error": None,
        "usage": Usage(),
        "turns": 0,
        "drafts": 0,
    }
    return SessionFigures(**(fields | changes))


def published(state="running", **changes):
    view = view_of(PARENT.id, modules=[POST], **changes)
    view.components[0].state = state
    return view


def test_the_first_document_is_no_revision():
    shown = [merge(published(), PARENT, [figures(drafts=drafts)]) for drafts in (0, 1, 3)]
    assert [view.components[0].revisions for view in shown] == [0, 0, 2]


@pytest.mark.parametrize("status", ["complete", "failed", "cancelled"])
def test_in_an_open_session_the_view_has_the_word(status):
    view = merge(published(), PARENT, [figures(status=status)])
    assert view.components[0].state == "running"
    assert view.status == "active"


@pytest.mark.parametrize(
    ("record", "shown"),
    [("complete", "complete"), ("failed", "failed"), ("cancelled", "cancelled")],
)
def test_in_a_closed_session_the_records_have_the_word(record, shown):
    closed = PARENT.model_copy(update={"status": "failed", "error": "The workflow failed."})
    view = merge(published(), closed, [figures(status=record, error="Why.")])
    assert view.components[0].state == shown
    assert view.components[0].error == (None if shown == "complete" else "Why.")
    assert (view.status, view.error) == ("failed", "The workflow failed.")


@pytest.mark.parametrize("state", ["kept", "skipped", "accepted", "failed"])
def test_what_a_session_has_settled_stays_settled_when_it_is_closed(state):
    closed = PARENT.model_copy(update={"status": "cancelled"})
    view = merge(published(state), closed, [figures(status="cancelled")])
    assert view.components[0].state == state


def test_an_end_that_the_session_published_itself_stays():
    closed = PARENT.model_copy(update={"status": "cancelled"})
    view = merge(published("complete", status="complete"), closed, [figures()])
    assert view.status == "complete"


def test_the_published_view_is_not_changed():
    view = published()
    merge(view, PARENT, [figures(turns=3)])
    assert view.components[0].turns == 0
