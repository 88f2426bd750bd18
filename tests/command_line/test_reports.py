from __future__ import annotations

import json
from uuid import UUID

import pytest

from design_sessions.status import Action, Attention, ComponentReason
from design_sessions.store import Store
from tests.command_line.conftest import Command
from tests.support.stores import (
    SCOPE,
    WORKFLOW_ID,
    start_session,
    take_turn,
    view_of,
)

ACME = ("--account", "acme")


def needs_person(store: Store, session_id: UUID) -> None:
    view = view_of(session_id)
    view.components[0].state = "failed"
    view.components[0].error = "The model refused."
    view.attention = Attention(
        step="SpawnComponentDesignSessions",
        kind="components",
        reason="Child sessions failed: Post",
        since="2026-01-01T00:00:00+00:00",
        failed=[ComponentReason(component="Post", reason="The model refused.")],
        actions=[Action(label="Again", command="python client.py retry Post")],
    )
    store.sessions.publish_status(SCOPE, session_id, view)


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
    assert "Needs a person: Child sessions failed: Post" in ended.out
    assert "Post: The model refused." in ended.out
    assert "python client.py retry Post --account acme" in ended.out


def test_another_account_sees_nothing(client: Command, session: UUID) -> None:
    for arguments in (("status",), ("status", WORKFLOW_ID), ("log",), ("show", "Post")):
        ended = client(*arguments)
        assert ended.code == 2, arguments
        assert "Session not found" in ended.err
    assert "No sessions yet" in client("list").out


def test_without_a_database_there_is_no_session(client: Command) -> None:
    ended = client("status")

    assert ended.code == 2
    assert ended.err.startswith("Error: Session not found: there is no database at ")
    assert client("list").code == 0
    assert json.loads(client("list", "--json").out) == []


def test_all_sessions_are_listed(client: Command, store: Store, session: UUID) -> None:
    other = "context-design/acme/my_app/MyApp.Shop"
    start_session(store, workflow_id=other, run_id="run-2")
    store.sessions.set_status(SCOPE, session, "complete")

    ended = client("list", "--json", *ACME)

    assert {entry["id"]: entry["status"] for entry in json.loads(ended.out)} == {
        WORKFLOW_ID: "complete",
        other: "active",
    }
    assert WORKFLOW_ID not in client("list", "--active", *ACME).out


def test_an_earlier_session_of_a_context_is_reached_by_its_record(
    client: Command, store: Store, session: UUID
) -> None:
    component = json.loads(client("status", "--json", *ACME).out)["components"][1]
    take_turn(store, UUID(component["session_id"]), 1, session)
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")
    newer = start_session(store, run_id="run-2")

    by_id = json.loads(client("status", WORKFLOW_ID, "--json", *ACME).out)
    by_record = client("status", str(session), "--json", *ACME)
    listed = client("list", *ACME).out

    assert by_id["session_id"] == str(newer)
    assert (by_record.code, json.loads(by_record.out)["session_id"]) == (1, str(session))
    assert "turn 1" in client("log", str(session), "Comment", *ACME).out
    assert client("watch", str(session), *ACME).code == 1
    assert str(session) in listed
    assert str(newer) not in listed
    assert client("status", str(session), "--account", "other").code == 2


def test_a_record_that_has_ended_is_not_decided_on(
    client: Command, store: Store, session: UUID
) -> None:
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")

    ended = client("retry", str(session), "Post", *ACME)

    assert ended.code == 2
    assert f"The session {session} has ended: cancelled." in ended.err


def test_no_active_sessions_is_not_no_sessions(
    client: Command, store: Store, session: UUID
) -> None:
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")

    assert "No active sessions" in client("list", "--active", *ACME).out
    assert "No sessions yet" in client("list", "--account", "nobody").out


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


def test_decisions_need_one_active_session_or_an_id(
    client: Command, store: Store, session: UUID
) -> None:
    start_session(store, workflow_id="context-design/acme/my_app/MyApp.Shop", run_id="run-2")

    several = client("retry", *ACME)
    none = client("retry", "--account", "nobody")

    assert several.code == none.code == 2
    assert "2 sessions are active" in several.err
    assert WORKFLOW_ID in several.err
    assert "Session not found: none is active" in none.err


def test_without_a_server_a_decision_says_how_to_start_one(client: Command, session: UUID) -> None:
    ended = client("retry", "Post", *ACME)

    assert ended.code == 2
    assert "No Temporal server" in ended.err
    assert "python worker.py --dev" in ended.err


def test_the_log_shows_the_turns(client: Command, store: Store, session: UUID) -> None:
    component = json.loads(client("status", "--json", *ACME).out)["components"][1]
    take_turn(store, UUID(component["session_id"]), 1, session)

    text = client("log", "Comment", *ACME)
    found = json.loads(client("log", "Comment", "--json", *ACME).out)

    assert "MyApp.Blog.Comment" in text.out
    assert "turn 1" in text.out
    assert "answered  An answer." in text.out
    assert found[0]["turns"][0]["stop_reason"] == "end_turn"
    assert "No model turn yet." in client("log", "Post", *ACME).out


def test_an_attempt_that_never_was_is_answered_with_how_many_there_were(
    client: Command, session: UUID
) -> None:
    for more in ((), ("--json",)):
        ended = client("log", "Post", "--attempt", "9", *more, *ACME)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("Error: There is no attempt 9 of Post: it had 1.")

    of_the_review = client("log", "review", "--attempt", "2", *ACME)
    of_all = client("log", "--attempt", "9", *ACME)

    assert "There is no attempt 2 of the review: it had none yet." in of_the_review.err
    assert "There is no attempt 9 of any component: none had more than 1." in of_all.err
    assert "No model turn yet." in client("log", "Post", "--attempt", "1", *ACME).out


def test_an_unknown_component_is_answered_with_those_there_are(
    client: Command, session: UUID
) -> None:
    ended = client("log", "Psot", *ACME)

    assert ended.code == 2
    assert "No component 'Psot'" in ended.err
    assert "Components: Post, Comment, Tag." in ended.err


def test_an_invalid_draft_is_shown_with_its_errors(
    client: Command, store: Store, session: UUID
) -> None:
    component = json.loads(client("status", "--json", *ACME).out)["components"][0]
    identifier = UUID(component["session_id"])
    take_turn(store, identifier, 1, session)
    store.drafts.save(
        SCOPE,
        identifier,
        turn=1,
        attempt=1,
        revision=0,
        text="# Post\n\n## Purpose\n",
        problems=[{"line": 3, "message": "Purpose is empty; say what it is for."}],
    )

    ended = client("show", "Post", "--draft", *ACME)

    assert ended.code == 0
    assert ended.out.startswith("Post: draft of turn 1, attempt 1, 1 error\n")
    assert "    3 ## Purpose\n    ^ Purpose is empty" in ended.out


def test_watch_without_a_terminal_ends_when_a_person_is_needed(
    client: Command, store: Store, session: UUID
) -> None:
    needs_person(store, session)

    text = client("watch", *ACME)
    as_json = client("watch", "--json", *ACME)

    assert text.code == as_json.code == 3
    assert "needs a person" in text.out
    end = json.loads(as_json.out.splitlines()[-1])
    assert (end["event"], end["attention"]["kind"]) == ("end", "components")


def test_watch_tells_how_a_session_ended(client: Command, store: Store, session: UUID) -> None:
    view = view_of(session)
    view.status = "cancelled"
    store.sessions.publish_status(SCOPE, session, view)
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")

    assert client("watch", *ACME).code == 1


def test_a_project_of_another_name_hides_the_session(client: Command, session: UUID) -> None:
    assert client("status", *ACME, "--project", "other").code == 2
    assert client("status", *ACME, "--project", "my_app").code == 0
