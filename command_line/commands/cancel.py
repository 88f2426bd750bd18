"""``cancel``: cancel a session, or some of its components."""

from __future__ import annotations

import click

from command_line.choosing.session import choose
from command_line.exit_codes import AnswerPrinter
from command_line.options import Invocation, common_options
from command_line.temporal.cancellation import request_cancellation


@click.command()
@click.argument("arguments", nargs=-1, metavar="[SESSION] [COMPONENT]...")
@common_options()
def cancel(invocation: Invocation, arguments: tuple[str, ...]) -> int:
    """Cancel a session, or only some of its components. Commits stay on the branch."""
    printer = AnswerPrinter()
    request_cancellation(invocation, choose(invocation, arguments, deciding=True), printer)
    return printer.code


COMMAND: click.Command = cancel
