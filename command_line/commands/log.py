"""``log``: print conversations, turn by turn."""

from __future__ import annotations

import json
import sys
import time
from uuid import UUID

import click

from command_line.choosing.component import DOCUMENTS
from command_line.choosing.session import choose, session_to_report
from command_line.closed_pipe import require_reader
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json
from command_line.reports.conversation_report import Speaker, attempt_heading, turn_lines
from command_line.reports.conversations import (
    conversations_json,
    conversations_of,
    require_attempt,
)
from design_sessions.store.turn_records import TurnRecord

_INTERVAL = 1.0


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]")
@click.option("--attempt", type=click.IntRange(min=1), help="Only this attempt.")
@click.option("--follow", is_flag=True, help="Keep printing until the session ends.")
@common_options(json=True)
def log(
    invocation: Invocation, arguments: tuple[str, ...], attempt: int | None, follow: bool
) -> int:
    """Print the conversations turn by turn; COMPONENT may be 'review'."""
    session, components = choose(invocation, arguments, of=DOCUMENTS)
    if len(components) > 1:
        raise click.UsageError("Name one component at most; without one, all are printed.")
    found = session_to_report(invocation, session)
    view = found.view
    wanted = components[0] if components else None
    conversations = conversations_of(found, wanted, attempt)
    may_still_come = follow and view.status == "active"
    if attempt and not may_still_come and not any(turns for _, turns in conversations):
        require_attempt(view, wanted, attempt)
    if invocation.as_json and not follow:
        say_json(json.dumps(conversations_json(conversations), indent=2))
        return DONE_OR_RUNNING
    printer = _Printer(invocation)
    while True:
        for speaker, turns in conversations:
            printer.print_new(speaker, turns)
        if not follow or view.status != "active":
            break
        try:
            time.sleep(_INTERVAL)
        except KeyboardInterrupt:
            return DONE_OR_RUNNING
        require_reader(sys.stdout)
        view = found.now()
        conversations = conversations_of(found._replace(view=view), wanted, attempt)
    if not printer.printed and not invocation.as_json:
        say("No model turns yet.")
    return DONE_OR_RUNNING


class _Printer:
    """Prints every state of a turn once."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._console = invocation.console
        self._seen: set[tuple[UUID | None, int, str, int]] = set()
        self._last: tuple[UUID | None, int, int] | None = None
        self.printed = False

    def print_new(self, speaker: Speaker, turns: list[TurnRecord]) -> None:
        """Print what is new, with a heading when the speaker changes."""
        for turn in turns:
            key = (speaker.session_id, turn.turn, turn.state, turn.error_count)
            if key in self._seen:
                continue
            self._seen.add(key)
            self.printed = True
            if self._invocation.as_json:
                line = {**speaker.shown(), "turn": turn.model_dump(mode="json")}
                say_json(json.dumps(line))
                continue
            place = (speaker.session_id, turn.attempt, turn.conversation)
            if place != self._last:
                self._console.print(attempt_heading(speaker, turn))
                self._last = place
            for text in turn_lines(turn, running=speaker.state == "running"):
                self._console.print(text)


COMMAND: click.Command = log
