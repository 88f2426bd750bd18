"""``log`` and ``show``: what was said, and what came of it."""

from __future__ import annotations

import json
import sys
import time
from uuid import UUID

import click
from rich.text import Text

from command_line.choosing.component import find_component
from command_line.choosing.order import open_mirror
from command_line.choosing.session import (
    check_own,
    open_records,
    same_session,
    session_to_report,
    sort_arguments,
)
from command_line.closed_pipe import require_reader
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.reports.conversation_report import (
    Speaker,
    attempt_heading,
    marked_draft,
    turn_lines,
)
from design_sessions.errors import NotFoundError, RepositoryError
from design_sessions.scope import Scope
from design_sessions.status import ComponentStatus, SessionStatusView
from design_sessions.store import Store
from design_sessions.store.turn_records import TurnRecord
from design_sessions.wording import counted

_INTERVAL = 1.0
_REVIEW = "review"


@click.command()
@click.argument("arguments", nargs=-1, metavar="[ID] [COMPONENT]")
@click.option("--attempt", type=click.IntRange(min=1), help="Only this attempt.")
@click.option("--follow", is_flag=True, help="Go on until the session has ended.")
@common_options(json=True)
def log(
    invocation: Invocation, arguments: tuple[str, ...], attempt: int | None, follow: bool
) -> int:
    """Print the conversations turn by turn; COMPONENT may be 'review'."""
    session, components = sort_arguments(arguments)
    if len(components) > 1:
        raise click.UsageError("One component at a time; without any, all are printed.")
    store = open_records(invocation.settings)
    view = session_to_report(invocation, store, session)
    scope = check_own(invocation.scope, view.id)
    wanted = components[0] if components else None
    conversations = _conversations(store, scope, view, wanted, attempt)
    may_still_come = follow and view.status == "active"
    if attempt and not may_still_come and not any(turns for _, turns in conversations):
        _require_attempt(view, wanted, attempt)
    if invocation.as_json and not follow:
        found = [
            {**speaker._asdict(), "turns": [turn.model_dump(mode="json") for turn in turns]}
            for speaker, turns in conversations
        ]
        click.echo(json.dumps(found, indent=2))
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
        view = same_session(store, scope, view)
        conversations = _conversations(store, scope, view, wanted, attempt)
    if not printer.printed and not invocation.as_json:
        click.echo("No model turn yet.")
    return DONE_OR_RUNNING


def _conversations(
    store: Store, scope: Scope, view: SessionStatusView, wanted: str | None, attempt: int | None
) -> list[tuple[Speaker, list[TurnRecord]]]:
    return [
        (speaker, store.reports.read_conversation(scope, UUID(speaker.session_id), attempt))
        for speaker in _speakers(view, wanted)
        if speaker.session_id
    ]


def _require_attempt(view: SessionStatusView, wanted: str | None, attempt: int) -> None:
    """Refuse an attempt that nobody has made."""
    review = view.review.attempt if view.review else 0
    if wanted is None:
        most = max([review, *(component.attempt for component in view.components)])
        whose, had = "any component", f"none had more than {most}"
    elif wanted == _REVIEW and view.review is not None:
        most, whose = review, "the review"
        had = f"it had {most or 'none yet'}"
    else:
        component = find_component(view, wanted)
        most, whose = component.attempt, component.name
        had = f"it had {most or 'none yet'}"
    if attempt > most:
        raise NotFoundError(
            f"There is no attempt {attempt} of {whose}: {had}.",
            "Leave --attempt out to see all there is.",
        )


def _speakers(view: SessionStatusView, wanted: str | None) -> list[Speaker]:
    review = (
        [Speaker(_REVIEW, view.review.state, view.review.error, view.review.session_id or "")]
        if view.review is not None
        else []
    )
    if wanted == _REVIEW and review:
        return review
    components = [find_component(view, wanted)] if wanted else view.components
    speakers = [Speaker(c.module, c.state, c.error, c.session_id or "") for c in components]
    return speakers if wanted else [*speakers, *review]


class _Printer:
    """Prints every state of a turn once."""

    def __init__(self, invocation: Invocation) -> None:
        self._invocation = invocation
        self._console = invocation.console
        self._seen: set[tuple[str, int, str, int]] = set()
        self._last: tuple[str, int, int] | None = None
        self.printed = False

    def print_new(self, speaker: Speaker, turns: list[TurnRecord]) -> None:
        """Print what was not printed before, under a heading where the speaker changes."""
        for turn in turns:
            key = (speaker.session_id, turn.turn, turn.state, turn.error_count)
            if key in self._seen:
                continue
            self._seen.add(key)
            self.printed = True
            if self._invocation.as_json:
                line = {**speaker._asdict(), "turn": turn.model_dump(mode="json")}
                click.echo(json.dumps(line))
                continue
            place = (speaker.session_id, turn.attempt, turn.conversation)
            if place != self._last:
                self._console.print(attempt_heading(speaker, turn))
                self._last = place
            for text in turn_lines(turn, running=speaker.state == "running"):
                self._console.print(text)


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[ID] COMPONENT")
@click.option("--draft", is_flag=True, help="The last invalid draft, its errors marked.")
@common_options(json=True)
def show(invocation: Invocation, arguments: tuple[str, ...], draft: bool) -> int:
    """Print a component's design as it is on the branch; COMPONENT may be 'review'."""
    session, components = sort_arguments(arguments)
    if len(components) != 1:
        raise click.UsageError("Name one component.")
    store = open_records(invocation.settings)
    view = session_to_report(invocation, store, session)
    scope = check_own(invocation.scope, view.id)
    if components[0] == _REVIEW and view.review is not None:
        text = _on_branch(invocation, view, view.review.path)
        if text is None:
            raise NotFoundError(
                f"The review is {view.review.state}; {view.review.path} is not on the branch.",
                "`python client.py log review` shows its conversation.",
            )
        return _print(invocation, view.review.path, text)
    component = find_component(view, components[0])
    if draft:
        return _show_draft(invocation, store, scope, component)
    text = _on_branch(invocation, view, component.design_path)
    if text is not None:
        return _print(invocation, component.design_path, text)
    drafts = store.drafts.all_of(scope, UUID(component.session_id)) if component.session_id else []
    if not drafts:
        raise NotFoundError(
            f"{component.name} is {component.state} and has no design yet.",
            f"`python client.py log {view.id} {component.name}` shows what happened.",
        )
    click.echo(
        f"{component.design_path} is not on the branch; this is the last draft.",
        err=True,
    )
    return _print(invocation, component.design_path, drafts[-1].text)


def _show_draft(
    invocation: Invocation, store: Store, scope: Scope, component: ComponentStatus
) -> int:
    drafts = store.drafts.all_of(scope, UUID(component.session_id)) if component.session_id else []
    invalid = [draft for draft in drafts if draft.problems]
    if not invalid:
        raise NotFoundError(
            f"{component.name} has no invalid draft.",
            "Leave --draft out to see its design.",
        )
    last = invalid[-1]
    if invocation.as_json:
        click.echo(last.model_dump_json(indent=2))
    else:
        problems = [(int(p.get("line", 1)), str(p.get("message", ""))) for p in last.problems]
        heading = (
            f"{component.name}: draft of turn {last.turn}, attempt {last.attempt}, "
            f"{counted(len(problems), 'error')}"
        )
        invocation.console.print(Text(heading, "bold"))
        for line in marked_draft(last.text, problems):
            invocation.console.print(line)
    return DONE_OR_RUNNING


def _on_branch(invocation: Invocation, view: SessionStatusView, path: str) -> str | None:
    mirror = open_mirror(invocation.settings, view.environment.repository)
    try:
        mirror.fetch()
        head = mirror.branch_head(view.branch)
        return mirror.snapshot(head).read_text(path) if head else None
    except RepositoryError as error:
        click.echo(f"The branch cannot be read: {error.message}", err=True)
        return None


def _print(invocation: Invocation, path: str, text: str) -> int:
    if invocation.as_json:
        click.echo(json.dumps({"path": path, "text": text}, indent=2))
    else:
        click.echo(text, nl=not text.endswith("\n"))
    return DONE_OR_RUNNING


COMMANDS: list[click.Command] = [log, show]
