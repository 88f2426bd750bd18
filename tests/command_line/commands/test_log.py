from __future__ import annotations

import json
from uuid import UUID

from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command
from tests.support.stores import SCOPE, take_turn


def test_the_log_shows_the_turns(client: Command, store: Store, session: UUID) -> None:
    component = json.loads(client("status", "--json", *ACME).out)["components"][1]
    take_turn(store, UUID(component["session_id"]), 1, session)

    text = client("log", "Comment", *ACME)
    found = json.loads(client("log", "Comment", "--json", *ACME).out)

    assert "MyApp.Blog.Comment" in text.out
    assert "turn 1" in text.out
    assert "answered  An answer." in text.out
    assert found[0]["turns"][0]["stop_reason"] == "end_turn"
    assert "No model turns yet." in client("log", "Post", *ACME).out


def test_the_log_shows_a_conversations_opening_once(
    client: Command, store: Store, session: UUID
) -> None:
    component = json.loads(client("status", "--json", *ACME).out)["components"][1]
    record = UUID(component["session_id"])
    store.conversations.open(
        SCOPE,
        record,
        number=1,
        attempt=1,
        reason="",
        system=[],
        tools=[],
        opening=[{"type": "text", "text": "Design this."}],
        model="m",
        commit="a" * 40,
    )
    take_turn(store, record, 1, session)
    take_turn(store, record, 2, session, attempt=2)

    assert client("log", "Comment", *ACME).out.count("sent      Design this.") == 1
    assert "Design this." in client("log", "Comment", "--attempt", "1", "--json", *ACME).out
    assert "Design this." not in client("log", "Comment", "--attempt", "2", *ACME).out


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
    assert "No model turns yet." in client("log", "Post", "--attempt", "1", *ACME).out


def test_an_unknown_component_is_answered_with_those_there_are(
    client: Command, session: UUID
) -> None:
    ended = client("log", "Psot", *ACME)

    assert ended.code == 2
    assert "There is no session and no component 'Psot'; did you mean Post?" in ended.err
    assert ": Post, Comment, Tag, review." in ended.err
