"""``check``: contradictions between the designs of a context, without a model or a server."""

from __future__ import annotations

import gc
from typing import get_args

import click

from command_line.choosing.context import context_in_repository
from command_line.choosing.repository import files_of
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
from design_sessions.contradictions.repository_documents import check_all_contexts, check_context
from design_sessions.errors import InputError, NotFoundError
from design_sessions.project_settings.layout_check import project_contexts
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.repository.address import resolve_repository
from design_sessions.wording import listed


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
    if every and context is not None:
        raise InputError("--all and a context ask for two things.", "Leave out one of them.")
    address = resolve_repository(repository)
    files = files_of(invocation.settings, address, at)
    settings = read_project_settings(files)
    # Each document makes thousands of objects; exclude the imported modules from every garbage
    # collection that they cause.
    gc.freeze()
    if every:
        checked, left_out = check_all_contexts(settings, files)
        if not checked:
            raise NotFoundError("The repository has no context to check.", *left_out[:1])
    else:
        chosen = context or _only([each.module for each in project_contexts(settings, files)])
        checked = [check_context(settings, files, context_in_repository(chosen, address))]
        left_out = []
    left_out += [
        f"{path}: not checked: it is too long for a design."
        for each in checked
        for path in each.unread
    ]
    is_text = report_format in (None, "text") and not invocation.as_json
    for line in left_out:
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
    failed = any(each.findings if strict else each.has_errors for each in checked)
    return FAILED if failed else DONE_OR_RUNNING


def _only(modules: list[str]) -> str:
    """The context of a repository that has one."""
    if not modules:
        raise NotFoundError(
            "The repository has no context to check.", "Give the path of its document."
        )
    if len(modules) > 1:
        raise InputError(
            f"The repository has {len(modules)} contexts.",
            f"Name one, or use --all: {listed(modules, 20)}.",
        )
    return modules[0]


COMMAND: click.Command = check
