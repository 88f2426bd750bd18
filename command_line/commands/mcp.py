"""``mcp``: the commands as tools for other agents, over standard input and output."""

from __future__ import annotations

import sys

import click

from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from design_sessions import program
from design_sessions.errors import InputError


@click.command()
@common_options()
def mcp(invocation: Invocation) -> int:
    """Serve the commands to an agent by the Model Context Protocol.

    The agent starts this command and talks to it over standard input and output. Its settings,
    account, project and user are those of this command line; the repository is the one in whose
    directory it runs, unless the agent names another.
    """
    if sys.stdin.isatty():
        raise InputError(
            "An agent starts this command, and it speaks to that agent only.",
            f"Register it, for example: claude mcp add context-design -- {program.client('mcp')}",
        )
    # The protocol's package takes a second and a half to load.
    from command_line.mcp_server.server import serve

    serve(invocation)
    return DONE_OR_RUNNING


COMMAND: click.Command = mcp
