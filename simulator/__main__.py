"""``python -m simulator``: serve until stopped."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from simulator.answer_log import AnswerLog
from simulator.engine import Engine
from simulator.faults import FaultsFile, FaultsFileError, read_faults
from simulator.server import AddressTakenError, SimulatorServer, base_url, listen

DEFAULT_PORT = 8787
_COUNT = click.IntRange(min=1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="0 picks a free one.")
@click.option(
    "--latency",
    default=0.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Seconds from a request to the last byte of its answer.",
)
@click.option(
    "--faults",
    "faults_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Faults, as JSON or TOML; simulator/README.md describes the format.",
)
@click.option(
    "--log",
    "log_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that gets one JSON line for each answer.",
)
@click.option("--seed", default=0, show_default=True, help="Varies faults by rate.")
@click.option("--requests-per-minute", type=_COUNT, help="Limit of each model.")
@click.option("--input-tokens-per-minute", type=_COUNT, help="Without cache reads.")
@click.option("--output-tokens-per-minute", type=_COUNT, help="Of what was sent.")
@click.option(
    "--burst",
    type=click.FloatRange(min=0, max=1, min_open=True),
    help="How much of a minute's limit can be used at once.  [default: 1.0]",
)
@click.option(
    "--rate-limit-headers/--no-rate-limit-headers",
    "headers",
    default=None,
    help="Whether answers tell the limits and when to retry.  [default: they do]",
)
def main(
    host: str,
    port: int,
    latency: float,
    faults_path: Path | None,
    log_path: Path | None,
    seed: int,
    **limits: float | None,
) -> None:
    """Serve the Messages API without a model, for demos, tests and benchmarks.

    Rate limits given here replace those of the faults file, each by itself.
    """
    # A dropped stream is a fault that was asked for, not one to report.
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    try:
        faults = read_faults(faults_path) if faults_path else FaultsFile()
        listener = listen(host, port)
        log = AnswerLog(log_path)
    except (FaultsFileError, AddressTakenError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"Cannot write the log {log_path}: {error.strerror}.") from None
    given = {name: value for name, value in limits.items() if value is not None}
    faults.limits = faults.limits.model_copy(update=given)
    engine = Engine(latency=latency, seed=seed, faults=faults, log=log)
    address = base_url(listener)
    ready = f"The simulator (not a model) is ready at {address}"
    try:
        SimulatorServer(engine, lambda: print(ready, flush=True)).run(sockets=[listener])
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        log.close()


if __name__ == "__main__":
    main()
