"""The end of the demo in ten lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from command_line.options import Invocation
from command_line.reports.formatting import tokens
from command_line.reports.ready_commands import client_command
from design_sessions import program
from design_sessions.status import SessionStatusView
from design_sessions.wording import dollars, shortened
from hosting.temporal_settings import known_page

_WIDTH = 64


def demo_lines(invocation: Invocation, view: SessionStatusView, steered: str) -> Iterator[Text]:
    """What came of the session, and commands to look at it.

    Args:
        invocation: with the demo's settings.
        view: at the end.
        steered: the component that a person has helped.
    """
    good = view.status == "complete"
    yield Text(f"\nThe session is {view.status}.", "bold green" if good else "bold red")
    written = [c for c in view.components if c.state in ("complete", "kept", "accepted")]
    revised = sum(1 for c in written if c.revisions)
    yield _fact("Designs", f"{len(written)}, {revised} of them revised, {steered} with advice")
    for found in view.findings[:1]:
        said = shortened(found.explanation, _WIDTH)
        yield _fact("Finding", f"{found.id}, {found.severity}, {said}")
    title = (view.pull_request_text or "none").partition("\n")[0]
    yield _fact("Pull request", title)
    spent = f"{dollars(view.usage.cost_usd)} with a model ({tokens(view.usage)} tokens)"
    yield _fact("Cost", f"{spent}; nothing here")
    if page := known_page(invocation.settings, view):
        yield Text.assemble(("Web UI: ", "bold"), (page, f"link {page}"))
    first = "" if program.is_installed() else " (first: . .venv/bin/activate)"
    yield Text(f"Look further in another terminal{first}:", "bold")
    for command, *arguments in (("status",), ("log", steered), ("show", "review")):
        yield Text(f"  {client_command(invocation, command, *arguments)}", "cyan")


def _fact(name: str, value: str) -> Text:
    return Text.assemble((f"{name}: ", "bold"), value)
