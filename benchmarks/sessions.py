"""How fast a session is, beside a plain script, DBOS and LangGraph with the same conversation.

Run from the root of the repository:

    .venv/bin/python -m benchmarks.sessions [--sizes 50x1,100x1] [--only product,asyncio] [...]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.environment import ROOT, process_environment
from benchmarks.machine import machine
from benchmarks.processes import Finished, run_process
from benchmarks.product import least_cpu, measure_product
from benchmarks.report import SYSTEMS, render
from benchmarks.report_file import draw, replace_part
from benchmarks.results import Results, Run, Size
from benchmarks.script_run import SCRIPTS, measure_script
from benchmarks.shared_endpoint import SharedEndpoint, shared_endpoint
from benchmarks.statements import count_statements

_SIZES = "50x1,100x1,250x1,100x5,250x5"
_HELP_SECONDS = 60.0


def main() -> None:
    """Measure, print the tables, and write them if asked to."""
    arguments = _arguments()
    with shared_endpoint() as endpoint:
        results = _measure(endpoint, arguments)
    text = render(results, machine())
    print(text)
    if arguments.output is not None:
        replace_part(arguments.output / "performance.md", "comparison", text, title="Performance")
        draw(results.runs, arguments.output / "images" / "performance.svg")


def _measure(endpoint: SharedEndpoint, arguments: argparse.Namespace) -> Results:
    runs: list[Run] = []
    for size in arguments.sizes:
        rounds: dict[str, list[Run]] = {system: [] for system in arguments.only}
        for _ in range(arguments.rounds):
            for system, found in rounds.items():
                found.append(_run(endpoint, system, size, arguments))
        runs += [_median(found) for found in rounds.values()]
    if "product" not in arguments.only:
        return Results(runs)
    return Results(
        runs,
        help_cpu=least_cpu(_help()),
        statements=count_statements(endpoint, limit=arguments.limit),
    )


def _run(endpoint: SharedEndpoint, system: str, size: Size, arguments: argparse.Namespace) -> Run:
    if system in SCRIPTS:
        run = measure_script(endpoint, system, size, limit=arguments.limit)
    else:
        run = measure_product(
            endpoint, size, default_width=arguments.default_width, limit=arguments.limit
        )
    print(f"{size}, {SYSTEMS[system]}: {run.calls.first_to_last:.2f} s", file=sys.stderr)
    return run


def _median(runs: list[Run]) -> Run:
    """The run in the middle by its time; of an even number, the faster one."""
    middle = statistics.median_low(run.calls.first_to_last for run in runs)
    return next(run for run in runs if run.calls.first_to_last == middle)


def _help() -> Callable[[], Finished]:
    command = [sys.executable, str(ROOT / "client.py"), "--help"]

    def run() -> Finished:
        with tempfile.TemporaryDirectory() as name:
            return run_process(
                command, cwd=Path(name), environment=process_environment(), limit=_HELP_SECONDS
            )

    return run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--sizes",
        type=_sizes,
        default=_sizes(_SIZES),
        metavar="NxS,...",
        help=f"components x seconds a turn (default: {_SIZES})",
    )
    parser.add_argument(
        "--only",
        type=_systems,
        default=list(SYSTEMS),
        metavar="SYSTEM,...",
        help=f"of {', '.join(SYSTEMS)} (default: all)",
    )
    parser.add_argument("--rounds", type=int, default=1, help="runs of each; the median is told")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds a run may take")
    parser.add_argument(
        "--default-width",
        action="store_true",
        help="let the product choose how many calls are under way at once",
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIRECTORY", help="write performance.md and images/ there"
    )
    return parser.parse_args()


def _sizes(text: str) -> list[Size]:
    pairs = (part.split("x") for part in text.split(","))
    return [Size(int(components), float(latency)) for components, latency in pairs]


def _systems(text: str) -> list[str]:
    wanted = set(text.split(","))
    if unknown := wanted - SYSTEMS.keys():
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return [system for system in SYSTEMS if system in wanted]


if __name__ == "__main__":
    main()
