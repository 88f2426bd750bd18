from __future__ import annotations

import json
from uuid import UUID

from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command
from tests.support.stores import SCOPE, WORKFLOW_ID, start_session, take_turn


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


def test_a_project_of_another_name_hides_the_session(client: Command, session: UUID) -> None:
    assert client("status", *ACME, "--project", "other").code == 2
    assert client("status", *ACME, "--project", "my_app").code == 0
