"""The root of the command line."""

from __future__ import annotations

import os
from importlib import import_module
from typing import NoReturn

import click

from command_line.exit_codes import run_command
from design_sessions import program
from design_sessions.process_environment import prepare_environment
from design_sessions.wording import did_you_mean
from hosting.process_exit import end_process

_COMMANDS = {
    "demo": "Run a whole session on the bundled example, at no cost.",
    "start": "Start a session: a design for each component of a context.",
    "watch": "Watch a session.",
    "status": "Show one session.",
    "list": "List the sessions of the account, newest first.",
    "log": "Print the conversations turn by turn.",
    "show": "Print a component's design, or the review.",
    "retry": "Design components again, or retry what failed.",
    "skip": "Continue without components, the review or the pull request.",
    "waive": "Leave findings of the review as they are.",
    "accept": "Commit last drafts even though they are invalid.",
    "recheck": "Validate designs that you committed by hand.",
    "cancel": "Cancel a session, or some of its components.",
    "redo": "Revise designs of a session that has ended, on its branch.",
    "delete": "Delete a session that has ended, with its conversations.",
    "prune": "Delete sessions that ended long ago, and unused mirrors.",
    "init": "Write a first file of project settings.",
    "components": "List what a session would design, in order.",
    "rules": "Show which rules a component gets, and why.",
    "validate": "Validate design files against their definitions.",
    "check": "Find what contradicts itself in the designs of a context.",
    "doctor": "Check everything that a session needs.",
    "mcp": "Serve the commands to an agent, by the Model Context Protocol.",
    "worker": "Run a worker, with an embedded Temporal server if wanted.",
}
"""What ``--help`` says of each, in its order; each is ``COMMAND`` of the module of its name."""


class LazyGroup(click.Group):
    """Imports a command's module only when it is used: importing all takes two seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of ``--help``."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None when there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"command_line.commands.{cmd_name}").COMMAND
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first argument, with the nearest name for one that is not there."""
        if args[0] not in _COMMANDS and not ctx.resilient_parsing:
            ctx.fail(f"There is no command {args[0]!r}{did_you_mean(args[0], _COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of ``--help``, which imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    name=program.client_words()[-1],
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(program.VERSION, prog_name=program.INSTALLED)
def application() -> None:
    """Context design sessions: one design document for each component of a context.

    A session is named by its context (Blog, MyApp.Blog), its ID, or the beginning of it. Without a
    name, reports show the newest session and decisions go to the only active one. Exit codes: 0
    done or running, 1 failed or cancelled, 2 bad input or a missing prerequisite, 3 waiting for a
    person, 141 output closed by its reader.
    """


def main() -> NoReturn:
    """Run the command that this process was started with, and end the process."""
    prepare_environment()
    if any(name.startswith("_") and name.endswith("_COMPLETE") for name in os.environ):
        # A shell has started this process for a completion.
        from command_line.completion.shells import complete_quickly

        complete_quickly()
    end_process(run_command(application))
