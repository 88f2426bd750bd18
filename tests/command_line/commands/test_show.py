from __future__ import annotations

import json
from uuid import UUID

from design_sessions.design_document.problems import DesignProblem
from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command
from tests.support.stores import SCOPE, take_turn


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
        problems=[DesignProblem(line=3, message="Purpose is empty; say what it is for.")],
    )

    ended = client("show", "Post", "--draft", *ACME)

    assert ended.code == 0
    assert ended.out.startswith("Post: draft of turn 1, attempt 1, 1 error\n")
    assert "    3 ## Purpose\n    ^ Purpose is empty" in ended.out
