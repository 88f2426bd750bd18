"""``show``: print a design, a draft or the review."""

from __future__ import annotations

import json

import click
from rich.text import Text

from command_line.choosing.component import DOCUMENTS, find_component
from command_line.choosing.session import ReportedSession, choose, session_to_report
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json, say_text
from command_line.reports.conversation_report import marked_draft
from command_line.reports.shown_document import is_review, last_invalid_draft, shown_document
from design_sessions.status import ComponentStatus
from design_sessions.wording import counted


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[SESSION] COMPONENT")
@click.option("--draft", is_flag=True, help="The last invalid draft, with its errors marked.")
@common_options(json=True)
def show(invocation: Invocation, arguments: tuple[str, ...], draft: bool) -> int:
    """Print a component's design from the branch; COMPONENT may be 'review'."""
    session, components = choose(invocation, arguments, of=DOCUMENTS)
    if len(components) != 1:
        named = f", not {' and '.join(components)}" if components else ""
        raise click.UsageError(f"Name one component{named}.")
    found = session_to_report(invocation, session)
    name = components[0]
    if draft and not is_review(found, name):
        return _show_draft(invocation, found, find_component(found.view, name, of=DOCUMENTS))
    shown = shown_document(invocation, found, name)
    for note in shown.notes:
        say(note, err=True)
    if invocation.as_json:
        say_json(json.dumps(shown.as_json(), indent=2))
    else:
        say_text(shown.text)
    return DONE_OR_RUNNING


def _show_draft(invocation: Invocation, found: ReportedSession, component: ComponentStatus) -> int:
    last = last_invalid_draft(found, component)
    if invocation.as_json:
        say_json(last.model_dump_json(indent=2))
        return DONE_OR_RUNNING
    problems = [(problem.line, problem.message) for problem in last.problems]
    heading = (
        f"{component.name}: draft of turn {last.turn}, attempt {last.attempt}, "
        f"{counted(len(problems), 'error')}"
    )
    invocation.console.print(Text(heading, "bold"))
    for line in marked_draft(last.text, problems):
        invocation.console.print(line)
    return DONE_OR_RUNNING


COMMAND: click.Command = show
