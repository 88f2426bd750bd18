"""``worker``: run a worker, show or stop those that run.

In a checkout, ``python worker.py`` is the same.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import click

from command_line.exit_codes import DONE_OR_RUNNING
from command_line.options import Invocation, common_options, env_file_option, read_settings
from command_line.output import say_json
from hosting.process_exit import end_process


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--dev",
    is_flag=True,
    help="Start (or reuse) the data directory's embedded Temporal server; overrides "
    "TEMPORAL_ADDRESS.",
)
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of the embedded server, SQLite and the mirrors. Default: DESIGN_DATA_DIR, or "
    "the user's data directory.",
)
@click.option(
    "--temporal-port",
    type=click.IntRange(1, 65535),
    help="Port of the embedded server. Default: 7233, or a free one.",
)
@click.option(
    "--ui-port",
    type=click.IntRange(1, 65535),
    help="Port of its Web UI. Default: 8233, or a free one.",
)
@click.option("--background", is_flag=True, hidden=True)
@env_file_option
@click.pass_context
def worker(
    context: click.Context,
    dev: bool,
    data_dir: Path | None,
    temporal_port: int | None,
    ui_port: int | None,
    background: bool,
    env_file: Path | None,
) -> None:
    """Run context design sessions in the foreground: workflows, steps and model calls.

    SIGTERM or Ctrl-C lets running model calls finish; a second one stops at once.

    Without a server in the settings, start and the decisions start a worker in the background.
    """
    if context.invoked_subcommand is not None:
        if any((dev, data_dir, temporal_port, ui_port, background, env_file)):
            raise click.UsageError(f"Give options after {context.invoked_subcommand}.")
        return
    # Loading the SDK takes a second; --help and a wrong option should not.
    import structlog

    from hosting import worker_process
    from hosting.logging import configure_logging

    if not dev and (temporal_port or ui_port):
        raise click.UsageError("--temporal-port and --ui-port go with --dev.")
    settings = read_settings(data_dir=data_dir, env_file=env_file, environment=context.obj)
    configure_logging(settings)
    if settings.left_alone:
        structlog.get_logger(__name__).info(settings.left_alone)
    options = worker_process.WorkerOptions(
        dev=dev, temporal_port=temporal_port, ui_port=ui_port, background=background
    )
    end_process(worker_process.run(settings, options))


@worker.command()
@common_options(json=True)
def status(invocation: Invocation) -> int:
    """Show the workers of the data directory, and what they run."""
    from command_line.reports.worker_report import WorkersView, worker_lines

    view = WorkersView.read(invocation)
    if invocation.as_json:
        say_json(json.dumps(view.as_json(), indent=2))
    else:
        for line in worker_lines(invocation, view):
            invocation.console.print(line, soft_wrap=True)
    return DONE_OR_RUNNING


@worker.command()
@common_options()
def stop(invocation: Invocation) -> int:
    """Stop the workers of the data directory, and its server with the last of them.

    Model calls under way are finished first. Sessions go on with the next worker.
    """
    from command_line.temporal.worker_stopping import stop_workers

    asyncio.run(stop_workers(invocation.settings))
    return DONE_OR_RUNNING


COMMAND: click.Command = worker
