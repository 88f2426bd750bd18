from __future__ import annotations

import json
from uuid import UUID

from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command
from tests.support.stores import SCOPE, WORKFLOW_ID, start_session


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


def test_no_active_sessions_is_not_no_sessions(
    client: Command, store: Store, session: UUID
) -> None:
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")

    assert "No active sessions" in client("list", "--active", *ACME).out
    assert "No sessions yet" in client("list", "--account", "nobody").out
