from __future__ import annotations

import json
from uuid import UUID

import pytest

from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command, needs_person
from tests.support.stores import SCOPE, WORKFLOW_ID, start_session, view_of


def test_the_newest_session_is_reported(client: Command, session: UUID) -> None:
    ended = client("status", "--json", *ACME)

    view = json.loads(ended.out)
    assert (ended.code, view["id"], view["status"]) == (0, WORKFLOW_ID, "active")
    assert [component["name"] for component in view["components"]] == ["Post", "Comment", "Tag"]
    assert view["attention"] is None


def test_a_session_that_waits_for_a_person_says_why_and_what_to_do(
    client: Command, store: Store, session: UUID
) -> None:
    needs_person(store, session)

    ended = client("status", WORKFLOW_ID, *ACME)

    assert ended.code == 3
    assert "Needs a person: Of 3 components, 1 failed." in ended.out
    assert "  Post\n  The model refused." in ended.out
    assert "python client.py retry Post --account acme" in ended.out


def test_another_session_that_waits_for_a_person_is_told(
    client: Command, store: Store, session: UUID
) -> None:
    needs_person(store, session)
    newest = start_session(store, workflow_id=f"{WORKFLOW_ID}s", context="MyApp.Blogs")
    view = view_of(newest).model_copy(update={"id": f"{WORKFLOW_ID}s", "context": "MyApp.Blogs"})
    store.sessions.publish_status(SCOPE, newest, view)
    store.maintenance.close_session_tree(SCOPE, newest, "complete", None)

    told = f"MyApp.Blog waits for a person: python client.py status {WORKFLOW_ID} --account acme"
    assert client("status", *ACME).out.endswith(f"{told}\n")
    assert told not in client("status", "MyApp.Blogs", *ACME).out


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_session_that_nothing_works_on_is_reported_with_the_command_that_helps(
    client: Command, store: Store, session: UUID, more: tuple[str, ...]
) -> None:
    active = client("status", *more, *ACME)
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")
    over = client("status", *more, *ACME)

    assert active.code == 0
    assert active.err.startswith("Note: No Temporal server")
    assert "Start one with: python worker.py --dev" in active.err
    assert active.err.count("\n") == 1
    assert over.err == ""


def test_the_text_of_the_pull_request_is_printed_alone(
    client: Command, store: Store, session: UUID
) -> None:
    view = view_of(session).model_copy(update={"pull_request_text": "Add designs\n\nBody.\n"})
    store.sessions.publish_status(SCOPE, session, view)

    assert client("status", "--pull-request", *ACME).out == "Add designs\n\nBody.\n"
    title = (
        "Add designs (its text: python client.py status MyApp.Blog --pull-request --account acme)"
    )
    assert title in client("status", *ACME).out
