"""``show``: print a design, a draft or the review."""

from __future__ import annotations

import json

import click
from rich.text import Text

from command_line.choosing.component import find_component
from command_line.choosing.session import choose, session_to_report
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say, say_json, say_text
from command_line.reports.conversation_report import marked_draft
from design_sessions import program
from design_sessions.errors import NotFoundError, RepositoryError
from design_sessions.record_ids import REVIEW
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.scope import Scope
from design_sessions.status import ComponentStatus, SessionStatusView
from design_sessions.store import Store
from design_sessions.wording import counted


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[SESSION] COMPONENT")
@click.option("--draft", is_flag=True, help="The last invalid draft, with its errors marked.")
@common_options(json=True)
def show(invocation: Invocation, arguments: tuple[str, ...], draft: bool) -> int:
    """Print a component's design from the branch; COMPONENT may be 'review'."""
    session, components = choose(invocation, arguments)
    if len(components) != 1:
        named = f", not {', '.join(components)}: no session is called {components[0]}"
        raise click.UsageError(f"Name one component{named if components else ''}.")
    store, scope, view = session_to_report(invocation, session)
    if components[0] == REVIEW and view.review is not None:
        text = _on_branch(invocation, view, view.review.path)
        if text is None:
            raise NotFoundError(
                f"The review is {view.review.state}; {view.review.path} is not on the branch.",
                f"`{program.client('log', 'review')}` shows its conversation.",
            )
        return _print(invocation, view.review.path, text)
    component = find_component(view, components[0])
    if draft:
        return _show_draft(invocation, store, scope, component)
    text = _on_branch(invocation, view, component.design_path)
    if text is not None:
        return _print(invocation, component.design_path, text)
    drafts = store.drafts.all_of(scope, component.session_id) if component.session_id else []
    if not drafts:
        raise NotFoundError(
            f"{component.name} is {component.state} and has no design yet.",
            f"`{program.client('log', view.id, component.name)}` shows what happened.",
        )
    say(
        f"{component.design_path} is not on the branch; this is the last draft.",
        err=True,
    )
    return _print(invocation, component.design_path, drafts[-1].text)


def _show_draft(
    invocation: Invocation, store: Store, scope: Scope, component: ComponentStatus
) -> int:
    drafts = store.drafts.all_of(scope, component.session_id) if component.session_id else []
    invalid = [draft for draft in drafts if draft.problems]
    if not invalid:
        raise NotFoundError(
            f"{component.name} has no invalid draft.",
            "Leave out --draft to see its design.",
        )
    last = invalid[-1]
    if invocation.as_json:
        say_json(last.model_dump_json(indent=2))
    else:
        problems = [(problem.line, problem.message) for problem in last.problems]
        heading = (
            f"{component.name}: draft of turn {last.turn}, attempt {last.attempt}, "
            f"{counted(len(problems), 'error')}"
        )
        invocation.console.print(Text(heading, "bold"))
        for line in marked_draft(last.text, problems):
            invocation.console.print(line)
    return DONE_OR_RUNNING


def _on_branch(invocation: Invocation, view: SessionStatusView, path: str) -> str | None:
    mirror = MirrorPool.of(invocation.settings).get(view.environment.repository)
    try:
        mirror.fetch()
        head = mirror.branch_head(view.branch)
        return mirror.snapshot(head).read_text(path) if head else None
    except RepositoryError as error:
        say(f"The branch cannot be read: {error.message}", err=True)
        return None


def _print(invocation: Invocation, path: str, text: str) -> int:
    if invocation.as_json:
        say_json(json.dumps({"path": path, "text": text}, indent=2))
    else:
        say_text(text)
    return DONE_OR_RUNNING


COMMAND: click.Command = show
