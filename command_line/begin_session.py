"""Starts a session for a command, reports it, and watches it where that is asked for."""

from __future__ import annotations

import asyncio
import functools
import json
import sys
from collections import Counter
from typing import Protocol

import click
from rich.text import Text

from command_line.choosing.order import Ordered, to_design
from command_line.choosing.session import known_session
from command_line.exit_codes import DONE_OR_RUNNING, INTERRUPTED
from command_line.given_options import given_options
from command_line.options import Invocation
from command_line.output import say, say_json
from command_line.reports.designed_components import DesignedComponents
from command_line.reports.ignored_options import ignored_options
from command_line.reports.project_settings_line import settings_line
from command_line.reports.ready_commands import client_command
from command_line.reports.started_session import (
    started_cost,
    started_json,
    started_notes,
    started_states,
)
from command_line.reports.watching import follow
from command_line.reports.wrapped_text import Hanging
from command_line.temporal.session_start import Started, start_session
from design_sessions.errors import HandWrittenError
from design_sessions.wording import LEFT_AS_THEY_ARE, counted
from hosting.temporal_settings import known_page


class MakeOrder(Protocol):
    """Makes the order; ``confirmed`` if a person has agreed that what people wrote is replaced."""

    def __call__(self, confirmed: bool = False) -> Ordered: ...


def begin_session(invocation: Invocation, order: MakeOrder, *, watching: bool) -> int:
    """Start the session, or join the one of its context that is running. Returns the exit code.

    Raises:
        HandWrittenError: people's documents would be replaced, and there is nobody to ask.
        InputError: what the person must fix before a session can start.
    """
    try:
        try:
            started = asyncio.run(start_session(invocation, order))
        except HandWrittenError as error:
            if not sys.stdin.isatty():
                raise
            click.confirm(f"{error}\nReplace them?", abort=True, err=True)
            started = asyncio.run(
                start_session(invocation, functools.partial(order, confirmed=True))
            )
    except KeyboardInterrupt:
        say(err=True)
        say("If the session has started, it keeps running. List sessions with:", err=True)
        say(f"  {client_command(invocation, 'list')}", err=True)
        return INTERRUPTED
    given = given_options()
    if not invocation.as_json:
        _report(invocation, started, given)
    elif ignored := ignored_options(started, given):
        say(f"Note: {ignored}", err=True)
    if watching:
        return _watch(invocation, started)
    if invocation.as_json:
        say_json(json.dumps(started_json(invocation, started), indent=2))
    return DONE_OR_RUNNING


def _watch(invocation: Invocation, started: Started) -> int:
    return follow(
        invocation,
        known_session(invocation, started.view),
        extra={"already_running": started.already_running},
    )


def _report(invocation: Invocation, started: Started, given: dict[str, str]) -> None:
    console, view, states = invocation.console, started.view, started_states(started)
    if started.already_running:
        console.print(Text(f"This context has a running session: {view.id}", "bold yellow"))
    else:
        console.print(Text(f"Started {view.id}", "bold green"))
    console.print(Text(f"Branch {view.branch} from {view.base_commit[:10]}"))
    if states is not None:
        console.print(DesignedComponents(view.components, states), crop=False)
    else:
        by_state = Counter(component.state for component in view.components)
        counts = ", ".join(f"{number} {state}" for state, number in by_state.items())
        console.print(Text(f"{counted(len(view.components), 'component')}: {counts}"))
    review = f", review by {view.agent.review_model}" if view.review else ", no review"
    console.print(Text(f"Models: {view.agent.model}{review}, at {view.agent.endpoint}"))
    if states is not None and to_design(states):
        limits = started.ordered.order.limits
        console.print(
            Text(
                f"Limits: {min(limits.max_parallel, to_design(states))} at once, "
                f"{counted(limits.max_revisions, 'revision')} and "
                f"{counted(limits.max_turns, 'turn')} a component"
            )
        )
        if started.ordered.order.design_order == "dependencies":
            console.print(Text("Each waits for the designs of the components it depends on."))
        if cost := started_cost(invocation, started, states):
            console.print(Hanging(Text(cost)))
        if from_file := settings_line(invocation, started.ordered.settings, given):
            console.print(Text(from_file))
    for note in started_notes(started, given):
        # The list above has counted them.
        if note.startswith(LEFT_AS_THEY_ARE):
            continue
        console.print(Hanging(Text(f"Note: {note}", "yellow")))
    if page := known_page(invocation.settings, view):
        console.print(Text(f"Web UI: {page}"), soft_wrap=True)
    console.print(Text(f"Watch it: {client_command(invocation, 'watch', view.id)}"))
