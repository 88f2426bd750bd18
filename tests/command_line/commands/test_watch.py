from __future__ import annotations

import json
from uuid import UUID

from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command, needs_person
from tests.support.stores import SCOPE, view_of


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
