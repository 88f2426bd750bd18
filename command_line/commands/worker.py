"""``worker``: run a worker process. In a checkout, ``python worker.py`` is the same."""

from __future__ import annotations

from pathlib import Path

import click

from command_line.options import env_file_option, read_settings
from hosting.process_exit import end_process


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
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
@env_file_option
def worker(
    dev: bool,
    data_dir: Path | None,
    temporal_port: int | None,
    ui_port: int | None,
    env_file: Path | None,
) -> None:
    """Run context design sessions: workflows, steps and model calls.

    SIGTERM or Ctrl-C lets running model calls finish; a second one stops at once.
    """
    # Loading the SDK takes a second; --help and a wrong option should not.
    import structlog

    from hosting import workers
    from hosting.logging import configure_logging

    if not dev and (temporal_port or ui_port):
        raise click.UsageError("--temporal-port and --ui-port go with --dev.")
    settings = read_settings(
        data_dir=data_dir, env_file=env_file, environment=click.get_current_context().obj
    )
    configure_logging(settings)
    if settings.left_alone:
        structlog.get_logger(__name__).info(settings.left_alone)
    options = workers.WorkerOptions(dev=dev, temporal_port=temporal_port, ui_port=ui_port)
    end_process(workers.run(settings, options))


COMMAND: click.Command = worker
