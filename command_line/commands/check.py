"""``check``: contradictions between the designs of a context, without a model or a server."""

from __future__ import annotations

import gc
from typing import get_args

import click

from command_line.choosing.checked_contexts import checked_contexts
from command_line.choosing.target import optional_context_argument, repository_option
from command_line.exit_codes import DONE_OR_RUNNING, FAILED
from command_line.options import Invocation, common_options
from command_line.output import say, say_commands, say_json
from command_line.reports.check_report import (
    CheckFormat,
    github_report,
    json_report,
    sarif_report,
    text_report,
)
from design_sessions.errors import InputError


@click.command()
@repository_option
@click.option("--at", metavar="COMMIT", help="A commit, branch or tag. Default: the work tree.")
@click.option("--all", "every", is_flag=True, help="Check every context of the repository.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--format",
    "report_format",
    type=click.Choice(get_args(CheckFormat)),
    help="Report as text (the default), annotations of GitHub Actions, or SARIF 2.1.0.",
)
@common_options(json=True, only_named_file=True)
@optional_context_argument
def check(
    invocation: Invocation,
    repository: str,
    context: str | None,
    at: str | None,
    every: bool,
    strict: bool,
    report_format: CheckFormat | None,
) -> int:
    """Find what contradicts itself in the designs of a context.

    Designs that are missing or not listed, calls of functions that the other design does not have,
    specs of one function that differ, unknown modules, and cycles of dependencies. The files are
    read as they lie in the work tree. Without a context, the only one is checked. The exit code is
    1 if there is an error; warnings do not count.
    """
    if invocation.as_json and report_format is not None:
        raise InputError(
            f"--json and --format {report_format} ask for two reports.", "Leave out one of them."
        )
    # Each document makes thousands of objects; exclude the imported modules from every garbage
    # collection that they cause.
    gc.freeze()
    found = checked_contexts(invocation.settings, repository, context, at=at, every=every)
    checked = found.contexts
    is_text = report_format in (None, "text") and not invocation.as_json
    for line in found.left_out:
        say(line, err=not is_text)
    if invocation.as_json:
        say_json(json_report(checked, every=every))
    elif report_format == "sarif":
        say_json(sarif_report(checked))
    elif report_format == "github":
        for line in github_report(checked):
            say_commands(line)
    else:
        for line in text_report(checked):
            say(line)
    return FAILED if found.failed(strict=strict) else DONE_OR_RUNNING


COMMAND: click.Command = check
