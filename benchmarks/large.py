"""The product alone on a context of thousands of components: time, memory, histories.

Run from the root of the repository:

    .venv/bin/python -m benchmarks.large [--components 2500] [--latency 1] [--output docs]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.processes import ProcessFailedError
from benchmarks.product import measure_product
from benchmarks.report import table
from benchmarks.report_file import replace_part
from benchmarks.results import ProductRun, Size
from benchmarks.shared_endpoint import shared_endpoint

_MARKS = (1, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000)
"""Numbers of submitted designs at which memory is told."""


def main() -> None:
    """Measure, print, and write what was found if asked to."""
    arguments = _arguments()
    size = Size(arguments.components, arguments.latency)
    with shared_endpoint() as endpoint:
        try:
            run = measure_product(
                endpoint, size, default_width=arguments.default_width, limit=arguments.limit
            )
        except ProcessFailedError as error:
            raise SystemExit(f"The product refused or failed.\n{error}") from None
    text = render_large(run, machine())
    print(text)
    if arguments.output is not None:
        replace_part(arguments.output / "performance.md", "scale", text, title="Performance")


def render_large(run: ProductRun, measured_on: str) -> str:
    """One run as Markdown."""
    figures = [
        ("first call to last, s", f"{run.calls.first_to_last:.1f}"),
        ("`start` to complete, s", f"{run.whole:.1f}"),
        ("`start` to the first call, s", f"{run.to_first_call:.1f}"),
        ("most calls at once", str(run.calls.most_under_way)),
        ("worker, ms of processor time a turn", f"{run.cpu:.1f}"),
        ("Temporal's server, ms of processor time a turn", f"{run.server_cpu:.1f}"),
        ("peak memory of the worker, MB", f"{run.peak_memory:.0f}"),
        ("`client.py status`, ms of processor time", f"{run.status_cpu:.0f}"),
    ]
    memory = [(f"{count:,}", f"{megabytes:.0f}") for count, megabytes in memory_by_progress(run)]
    histories = [
        (f"`{h.workflow}`", f"{h.runs:,}", f"{h.most_events:,}", f"{h.most_kilobytes:,.0f}")
        for h in run.histories
    ]
    parts = [
        f"## {run.size.components:,} components, {run.size.latency:g} s a turn",
        f"On {measured_on}.",
        table(["", "measured"], figures),
        "Memory of the worker by the number of designs submitted so far:",
        table(["designs", "MB"], memory),
        "The largest histories:",
        table(["workflow", "runs", "events", "KB"], histories),
    ]
    return "\n\n".join(parts) + "\n"


def memory_by_progress(run: ProductRun) -> list[tuple[int, float]]:
    """The worker's memory, in MB, when so many designs had been submitted, and at the end."""
    found: list[tuple[int, float]] = []
    for mark in _MARKS:
        when = next((time for time, count in run.submissions if count >= mark), None)
        sample = next((s for s in run.memory if when is not None and s.time >= when), None)
        if sample is not None:
            found.append((mark, sample.megabytes))
    if run.memory:
        found.append((run.size.components, run.memory[-1].megabytes))
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--components", type=int, default=2_500, metavar="N")
    parser.add_argument("--latency", type=float, default=1.0, help="seconds a turn")
    parser.add_argument("--limit", type=float, default=3_600.0, help="seconds it may take")
    parser.add_argument(
        "--default-width",
        action="store_true",
        help="let the product choose how many calls are under way at once",
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIRECTORY", help="write performance.md there"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
