"""``log``: print conversations, turn by turn."""

from __future__ import annotations

import json
import sys
import time
from uuid import UUID

import click

from command_line.choosing.component import find_component
from command_line.choosing.session import choose, session_to_report
from command_line.closed_pipe import require_reader
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json
from command_line.reports.conversation_report import Speaker, attempt_heading, turn_lines
from design_sessions.errors import NotFoundError
from design_sessions.record_ids import REVIEW
from design_sessions.scope import Scope
from design_sessions.status import SessionStatusView
from design_sessions.store import Store
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
    session, components = choose(invocation, arguments)
    if len(components) > 1:
        raise click.UsageError("Name one component at most; without one, all are printed.")
    found = session_to_report(invocation, session)
    store, scope, view = found
    wanted = components[0] if components else None
    conversations = _conversations(store, scope, view, wanted, attempt)
    may_still_come = follow and view.status == "active"
    if attempt and not may_still_come and not any(turns for _, turns in conversations):
        _require_attempt(view, wanted, attempt)
    if invocation.as_json and not follow:
        whole = [
            {**speaker.shown(), "turns": [turn.model_dump(mode="json") for turn in turns]}
            for speaker, turns in conversations
        ]
        say_json(json.dumps(whole, indent=2))
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
        conversations = _conversations(store, scope, view, wanted, attempt)
    if not printer.printed and not invocation.as_json:
        say("No model turns yet.")
    return DONE_OR_RUNNING


def _conversations(
    store: Store, scope: Scope, view: SessionStatusView, wanted: str | None, attempt: int | None
) -> list[tuple[Speaker, list[TurnRecord]]]:
    return [
        (speaker, _turns(store, scope, speaker.session_id, attempt))
        for speaker in _speakers(view, wanted)
        if speaker.session_id
    ]


def _turns(store: Store, scope: Scope, session_id: UUID, attempt: int | None) -> list[TurnRecord]:
    """Turns as they were sent: the first of each conversation with its opening."""
    turns = store.ledger.turns_of(scope, session_id)
    first = {turn.conversation: turn.turn for turn in reversed(turns)}
    return [
        _with_opening(store, scope, turn) if first[turn.conversation] == turn.turn else turn
        for turn in turns
        if attempt in (None, turn.attempt)
    ]


def _with_opening(store: Store, scope: Scope, turn: TurnRecord) -> TurnRecord:
    conversation = store.conversations.get(scope, turn.session_id, turn.conversation)
    opening = conversation.opening if conversation is not None else []
    return turn.model_copy(update={"request": [*opening, *turn.request]})


def _require_attempt(view: SessionStatusView, wanted: str | None, attempt: int) -> None:
    """Refuse an attempt that does not exist."""
    review = view.review.attempt if view.review else 0
    if wanted is None:
        most = max([review, *(component.attempt for component in view.components)])
        whose, had = "any component", f"none had more than {most}"
    elif wanted == REVIEW and view.review is not None:
        most, whose = review, "the review"
        had = f"it had {most or 'none yet'}"
    else:
        component = find_component(view, wanted)
        most, whose = component.attempt, component.name
        had = f"it had {most or 'none yet'}"
    if attempt > most:
        raise NotFoundError(
            f"There is no attempt {attempt} of {whose}: {had}.",
            "Leave out --attempt to see all attempts.",
        )


def _speakers(view: SessionStatusView, wanted: str | None) -> list[Speaker]:
    review = (
        [Speaker(REVIEW, view.review.state, view.review.error, view.review.session_id)]
        if view.review is not None
        else []
    )
    if wanted == REVIEW and review:
        return review
    components = [find_component(view, wanted)] if wanted else view.components
    speakers = [Speaker(c.module, c.state, c.error, c.session_id) for c in components]
    return speakers if wanted else [*speakers, *review]


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
