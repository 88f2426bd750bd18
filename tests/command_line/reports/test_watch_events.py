from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from command_line.reports.watch_events import ChangeEvents, end_event
from design_sessions.status import Attention, SessionStatusView
from tests.support.stores import view_of

NEEDS = Attention(step="Finalize", kind="pull_request", reason="403", since="2026-01-01")


def told(events: ChangeEvents, view: SessionStatusView, trouble: str | None = None) -> list[Any]:
    return [json.loads(line) for line in events.since_last(view, trouble)]


def test_first_everything_is_told_then_what_changes() -> None:
    events, view = ChangeEvents(), view_of(UUID(int=1))

    first = told(events, view)
    view.components[1].state = "complete"
    view.attention = NEEDS
    second = told(events, view)

    assert [event["event"] for event in first] == ["session", *["component"] * 3, "review"]
    assert first[0]["status"] == "active"
    assert [event["event"] for event in second] == ["component", "attention"]
    assert second[0]["component"]["state"] == "complete"
    assert second[1]["attention"]["reason"] == "403"
    assert told(events, view) == []


def test_an_attention_and_a_trouble_that_are_over_are_told_as_null() -> None:
    events, view = ChangeEvents(), view_of(UUID(int=1))
    view.attention = NEEDS
    told(events, view, "No worker polls.")
    view.attention = None

    attention, trouble = told(events, view)

    assert (attention["event"], attention["attention"]) == ("attention", None)
    assert (trouble["event"], trouble["message"]) == ("trouble", None)


def test_the_last_line_is_the_whole_status() -> None:
    view = view_of(UUID(int=1))

    end = json.loads(end_event(view, {"already_running": False}))

    assert end["event"] == "end"
    assert end["already_running"] is False
    assert view.model_dump(mode="json").items() <= end.items()
