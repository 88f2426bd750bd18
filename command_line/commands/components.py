"""``components``: what a session would design, without a model, a server or a session."""

from __future__ import annotations

import json

import click
from rich.text import Text

from command_line.choosing.read_components import read_components
from command_line.choosing.target import context_argument, repository_option
from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options
from command_line.output import say_json
from command_line.reports.component_list import (
    component_lines,
    components_json,
    uncommitted_line,
)


@click.command()
@repository_option
@click.option(
    "--base", help="Branch, tag or commit. Default: the work tree, default branch of a URL."
)
@click.option(
    "--project-module", help="The project's root module. Default: the context's first part."
)
@common_options(json=True, only_named_file=True)
@context_argument
def components(
    invocation: Invocation,
    repository: str,
    context: str,
    base: str | None,
    project_module: str | None,
) -> int:
    """List what a session would design, in order, with paths.

    A checkout is read as it lies there. `start` reads what is committed.
    """
    read = read_components(
        invocation.settings, repository, context, base=base, project_module=project_module
    )
    found = read.context
    if invocation.as_json:
        say_json(json.dumps(components_json(found, read.states, read.uncommitted), indent=2))
        return DONE_OR_RUNNING
    console = invocation.console
    place = "work tree" if read.is_work_tree else read.commit[:10]
    console.print(Text(f"{found.module} in {found.path} (layout {found.layout.name}, {place})"))
    if read.uncommitted:
        console.print(Text(uncommitted_line(read.uncommitted), "yellow"))
    for line in component_lines(found, read.states):
        console.print(line)
    for diagnostic in found.diagnostics:
        console.print(Text(str(diagnostic), "yellow"))
    return DONE_OR_RUNNING


COMMAND: click.Command = components
