"""``validate``: check designs against their definitions and context, for people and CI jobs."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import get_args

import click

from command_line.choosing.design_files import validated
from command_line.exit_codes import DONE_OR_RUNNING, FAILED
from command_line.options import Invocation, common_options
from command_line.output import say, say_commands, say_json
from command_line.reports.validation_report import ReportFormat, report
from design_sessions.errors import InputError


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option(
    "--format",
    "report_format",
    type=click.Choice(get_args(ReportFormat)),
    help="Report as text (the default), JSON, SARIF 2.1.0, or annotations of GitHub Actions.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--components-only",
    is_flag=True,
    help="Leave out context documents, unless another context lists them.",
)
@common_options(json=True, only_named_file=True)
def validate(
    invocation: Invocation,
    paths: tuple[Path, ...],
    report_format: ReportFormat | None,
    strict: bool,
    components_only: bool,
) -> int:
    """Validate design files against the definition of their component's type.

    A directory means all design files of contexts below it. Files that are not designs, such as
    reviews, README.md and source code, are left out, so a CI job can pass every changed file. If
    the context's own document is found, designs are checked against it too. The exit code is 1 if a
    design is invalid; warnings do not make it invalid.
    """
    if invocation.as_json and report_format not in (None, "json"):
        raise InputError(
            f"--json and --format {report_format} ask for two reports.", "Leave out one of them."
        )
    # Each document makes thousands of objects; exclude the imported modules from every garbage
    # collection that they cause.
    gc.freeze()
    found = validated(paths, components_only=components_only)
    form = "json" if invocation.as_json else report_format or "text"
    for each in found.left_out:
        say(f"{each.path}: left out: {each.reason}.", err=form != "text")
    print_line = {"text": say, "github": say_commands}.get(form, say_json)
    for line in report(found.verdicts, form):
        print_line(line)
    return FAILED if found.failed(strict=strict) else DONE_OR_RUNNING


COMMAND: click.Command = validate
