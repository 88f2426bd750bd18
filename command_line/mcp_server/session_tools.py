"""Tools that read sessions from the database."""

from __future__ import annotations

import time
from typing import Annotated

from pydantic import Field

from command_line.choosing.component import find_component
from command_line.choosing.session import ReportedSession as Found
from command_line.choosing.session import session_to_report
from command_line.mcp_server.parameters import Component, ReportedSession
from command_line.mcp_server.tool import READS, AgentTool, Answer, Inputs
from command_line.options import Invocation
from command_line.reports.conversations import (
    conversations_json,
    conversations_of,
    require_attempt,
)
from command_line.reports.ready_commands import with_ready_commands
from command_line.reports.session_reading import current_status, listed_sessions
from command_line.reports.shown_document import is_review, last_invalid_draft, shown_document

_LONGEST_WAIT = 50
"""Seconds; clients give up a call after a minute."""
_LOOK_SECONDS = 1.0


class SessionsInputs(Inputs):
    """Of ``list_sessions``."""

    active: Annotated[bool, Field(description="Only sessions that have not ended.")] = False


class StatusInputs(Inputs):
    """Of ``session_status``."""

    session: ReportedSession = None
    wait: Annotated[
        int,
        Field(
            ge=0,
            le=_LONGEST_WAIT,
            description="Seconds to wait for the session to end or to need a person.",
        ),
    ] = 0


class LogInputs(Inputs):
    """Of ``read_log``."""

    component: Annotated[
        str | None,
        Field(description="A component's name or module, or `review`. Default: all of them."),
    ] = None
    session: ReportedSession = None
    attempt: Annotated[int | None, Field(ge=1, description="Only this attempt.")] = None
    turns: Annotated[
        int, Field(ge=1, description="Only so many turns of each conversation, the last ones.")
    ] = 5
    characters: Annotated[
        int, Field(ge=1, description="Longer texts are cut after so many characters.")
    ] = 2_000


class ShowInputs(Inputs):
    """Of ``show_design``."""

    component: Component
    session: ReportedSession = None
    draft: Annotated[
        bool, Field(description="The last invalid draft, with its problems, not the design.")
    ] = False


def _sessions(invocation: Invocation, given: SessionsInputs) -> Answer:
    found = listed_sessions(invocation, active=given.active)
    return Answer({"sessions": [summary.model_dump(mode="json") for summary in found]})


def _status(invocation: Invocation, given: StatusInputs) -> Answer:
    found = _settled(session_to_report(invocation, given.session), given.wait)
    view, trouble = current_status(invocation, found)
    ready = with_ready_commands(invocation, view)
    return Answer(ready.model_dump(mode="json") | {"trouble": trouble})


def _settled(found: Found, seconds: float) -> Found:
    deadline = time.monotonic() + seconds
    while found.view.status == "active" and found.view.attention is None:
        if time.monotonic() >= deadline:
            break
        time.sleep(_LOOK_SECONDS)
        found = found._replace(view=found.now())
    return found


def _log(invocation: Invocation, given: LogInputs) -> Answer:
    found = session_to_report(invocation, given.session)
    conversations = conversations_of(found, given.component, given.attempt)
    if given.attempt and not any(turns for _, turns in conversations):
        require_attempt(found.view, given.component, given.attempt)
    last = [(speaker, turns[-given.turns :]) for speaker, turns in conversations]
    return Answer({"conversations": _cut(conversations_json(last), given.characters)})


def _cut(value: object, longest: int) -> object:
    """The same JSON with longer texts cut."""
    match value:
        case str() if len(value) > longest:
            return f"{value[:longest]}... ({len(value) - longest} more characters)"
        case list():
            return [_cut(each, longest) for each in value]
        case dict():
            return {key: _cut(each, longest) for key, each in value.items()}
        case _:
            return value


def _show(invocation: Invocation, given: ShowInputs) -> Answer:
    found = session_to_report(invocation, given.session)
    if given.draft and not is_review(found, given.component):
        draft = last_invalid_draft(found, find_component(found.view, given.component))
        return Answer(draft.model_dump(mode="json"))
    shown = shown_document(invocation, found, given.component)
    return Answer(shown.as_json() | {"notes": shown.notes})


LIST_SESSIONS = AgentTool(
    "list_sessions",
    "List the sessions of the account, newest first.",
    SessionsInputs,
    _sessions,
    READS,
)
SESSION_STATUS = AgentTool(
    "session_status",
    "Show one session: its components, what it has cost, and under `attention` what it waits for "
    "and what can be decided. `trouble` says what else keeps it from continuing.",
    StatusInputs,
    _status,
    READS,
)
READ_LOG = AgentTool(
    "read_log",
    "Read the conversations of a session turn by turn, with tokens and cost.",
    LogInputs,
    _log,
    READS,
)
SHOW_DESIGN = AgentTool(
    "show_design",
    "Read a component's design from the session's branch, its last invalid draft with the "
    "problems, or the review.",
    ShowInputs,
    _show,
    READS,
)
