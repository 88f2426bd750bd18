from __future__ import annotations

from uuid import UUID

from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command
from tests.support.stores import SCOPE, WORKFLOW_ID, start_session


def test_a_record_that_has_ended_is_not_decided_on(
    client: Command, store: Store, session: UUID
) -> None:
    store.maintenance.close_session_tree(SCOPE, session, "cancelled", "Stopped.")

    ended = client("retry", str(session), "Post", *ACME)

    assert ended.code == 2
    assert f"The session {session} has ended: cancelled." in ended.err


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
