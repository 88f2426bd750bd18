"""``status``: show one session from the database; needs no worker and no server."""

from __future__ import annotations

import click

from command_line.choosing.session import ReportedSession, session_to_report
from command_line.exit_codes import exit_code_of_session
from command_line.options import Invocation, common_options
from command_line.output import say, say_json, say_text
from command_line.reports.ready_commands import (
    SessionCommands,
    client_command,
    with_ready_commands,
)
from command_line.reports.session_reading import current_status
from command_line.reports.status_report import print_report
from hosting.temporal_settings import known_page


@click.command()
@click.argument("session", required=False, metavar="[SESSION]")
@click.option(
    "--pull-request",
    "text_only",
    is_flag=True,
    help="Print the pull request's text; the JSON has it anyway.",
)
@common_options(json=True)
def status(invocation: Invocation, session: str | None, text_only: bool) -> int:
    """Show one session: the newest, or the one of this context or ID."""
    found = session_to_report(invocation, session)
    view, trouble = current_status(invocation, found)
    if trouble:
        say(f"Note: {trouble}", err=True)
    if text_only and not invocation.as_json:
        say_text(view.pull_request_text or "The session has no text of a pull request.")
        return exit_code_of_session(view)
    view = with_ready_commands(invocation, view)
    if invocation.as_json:
        say_json(view.model_dump_json(indent=2))
    else:
        known = found.store.reports.session_names(invocation.scope)
        commands = SessionCommands.of(invocation, view, known)
        print_report(invocation.console, view, known_page(invocation.settings, view), commands)
        if session is None:
            _tell_of_others(invocation, found)
    return exit_code_of_session(view)


def _tell_of_others(invocation: Invocation, found: ReportedSession) -> None:
    """Say which other sessions need a person: the newest is not always the one that matters."""
    for each in found.store.reports.active_sessions(invocation.scope):
        if each.needs_person and each.session_id != found.view.session_id:
            command = client_command(invocation, "status", each.id)
            say(f"{each.context} waits for a person: {command}")


COMMAND: click.Command = status
