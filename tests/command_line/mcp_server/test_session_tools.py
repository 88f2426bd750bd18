from __future__ import annotations

import json
from uuid import UUID

import pytest

from design_sessions.design_document.problems import DesignProblem
from design_sessions.store import Store
from tests.command_line.conftest import ACME, Command, needs_person
from tests.command_line.mcp_server.conftest import Call
from tests.support.stores import SCOPE, WORKFLOW_ID, take_turn


@pytest.fixture
def design(client: Command, store: Store, session: UUID) -> UUID:
    """The record of Post, which has taken a turn and has an invalid draft."""
    components = json.loads(client("status", "--json", *ACME).out)["components"]
    record = UUID(components[0]["session_id"])
    take_turn(store, record, 1, session)
    store.drafts.save(
        SCOPE,
        record,
        turn=1,
        attempt=1,
        revision=0,
        text="# Post\n\n## Purpose\n",
        problems=[DesignProblem(line=3, message="Purpose is empty; say what it is for.")],
    )
    return record


def test_a_session_is_reported_as_by_the_command(
    client: Command, call: Call, store: Store, session: UUID
) -> None:
    needs_person(store, session)

    found = call("session_status", session="Blog").content

    command = client("status", "--json", *ACME)
    trouble = found.pop("trouble")
    assert f"Note: {trouble}" == command.err.strip()
    reported = json.loads(command.out)
    assert found["attention"]["reason"] == "Child sessions failed: Post"
    assert found["attention"].pop("actions")[0]["command"].startswith("python client.py retry Post")
    reported["attention"].pop("actions")
    assert found == reported


def test_waiting_for_a_session_ends_when_it_needs_a_person(
    call: Call, store: Store, session: UUID
) -> None:
    needs_person(store, session)

    assert call("session_status", wait=50).content["attention"] is not None
    assert "less than or equal to 50" in call("session_status", wait=51).texts[0]


def test_sessions_are_listed_as_by_the_command(client: Command, call: Call, session: UUID) -> None:
    found = call("list_sessions", active=True).content["sessions"]

    assert found == json.loads(client("list", "--active", "--json", *ACME).out)
    assert [each["id"] for each in found] == [WORKFLOW_ID]


def test_a_conversation_is_read_as_by_the_command_with_long_texts_cut(
    client: Command, call: Call, design: UUID
) -> None:
    whole = call("read_log", component="Post", characters=1_000_000).content["conversations"]
    cut = call("read_log", component="Post", characters=3).content["conversations"]

    assert whole == json.loads(client("log", "Post", "--json", *ACME).out)
    assert cut[0]["name"] == "MyA... (12 more characters)"
    assert len(cut[0]["turns"]) == 1
    assert "There is no attempt 7" in call("read_log", component="Post", attempt=7).texts[0]


def test_a_draft_is_shown_as_by_the_command(client: Command, call: Call, design: UUID) -> None:
    found = call("show_design", component="Post", draft=True).content

    assert found == json.loads(client("show", "Post", "--draft", "--json", *ACME).out)
    assert found["problems"][0]["message"] == "Purpose is empty; say what it is for."
