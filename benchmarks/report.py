"""Results as Markdown: tables of one comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.material import TURNS
from benchmarks.results import ProductRun, Results, Run, Size

SYSTEMS = {
    "asyncio": "plain asyncio",
    "langgraph": "LangGraph + SQLite",
    "dbos": "DBOS + SQLite",
    "product": "this product",
}
"""Names of the systems as people read them, in the order of columns."""
_PICTURE = "images/performance.svg"


def render(results: Results, machine: str) -> str:
    """The tables, from a second-level heading on."""
    parts = [
        "## Side by side",
        f"On {machine}. {TURNS} turns a component, all components at once, one endpoint for all. "
        "The product runs with its embedded server and its files on disk, without a review.",
        "From the first model call to the last, in seconds:",
        _times(results.runs),
        f"![Seconds from the first call to the last]({_PICTURE})",
        "From the start of the process to its end, in seconds; for the product, from `start` to "
        "the session's completion:",
        _whole(results.runs),
        "Processor time of a turn without what the processes took to start, in ms, and peak "
        "memory, in MB:",
        _costs(results.runs),
    ]
    if histories := _histories(results.runs):
        parts += ["History of a workflow, by type:", histories]
    if others := _others(results):
        parts.append(others)
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose first column is text and whose others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def by_size(runs: Iterable[Run]) -> dict[Size, dict[str, Run]]:
    """The runs by job and system."""
    found: dict[Size, dict[str, Run]] = {}
    for run in runs:
        found.setdefault(run.size, {})[run.system] = run
    return found


def _times(runs: Sequence[Run]) -> str:
    rows = []
    for size, found in by_size(runs).items():
        times = {system: run.calls.first_to_last for system, run in found.items()}
        row = [_number(times.get(system)) for system in SYSTEMS]
        for other in ("asyncio", "dbos"):
            row.append(_ratio(times.get("product"), times.get(other)))
        rows.append([str(size), *row])
    head = ["components x a turn", *SYSTEMS.values(), "product / asyncio", "product / DBOS"]
    return table(head, rows)


def _whole(runs: Sequence[Run]) -> str:
    rows = []
    for size, found in by_size(runs).items():
        times = {system: run.whole for system, run in found.items()}
        product = found.get("product")
        rows.append(
            [
                str(size),
                *(_number(times.get(system)) for system in SYSTEMS),
                _ratio(times.get("product"), times.get("asyncio")),
                _number(product.to_first_call if product else None),
            ]
        )
    head = [
        *("components x a turn", *SYSTEMS.values()),
        *("product / asyncio", "product, to the first call"),
    ]
    return table(head, rows)


def _costs(runs: Sequence[Run]) -> str:
    rows = [
        [
            f"{run.size}, {SYSTEMS[run.system]}",
            _number(run.cpu),
            _number(run.server_cpu if isinstance(run, ProductRun) else None),
            _number(run.calls.endpoint_cpu),
            f"{run.peak_memory:.0f}",
            str(run.calls.most_under_way),
            _number(run.calls.request_kilobytes),
            _number(run.load_before),
        ]
        for run in runs
    ]
    head = [
        *("", "its process", "Temporal's server", "endpoint", "peak memory"),
        *("most calls at once", "KB a request", "load before"),
    ]
    return table(head, rows)


def _histories(runs: Sequence[Run]) -> str:
    rows = [
        [
            f"{run.size}, `{each.workflow}`",
            str(each.runs),
            f"{each.events:.0f}",
            str(each.most_events),
            f"{each.kilobytes:.0f}",
            f"{each.most_kilobytes:.0f}",
        ]
        for run in runs
        if isinstance(run, ProductRun)
        for each in run.histories
    ]
    head = ["", "runs", "events", "most events", "KB", "most KB"]
    return table(head, rows) if rows else ""


def _others(results: Results) -> str:
    lines = []
    if results.statements is not None:
        statements, transactions = results.statements
        lines.append(
            f"- Database statements of the worker a turn, with those of the session's start and "
            f"end: {statements:.1f}, in {transactions:.1f} transactions that commit"
        )
    if results.help_cpu is not None:
        lines.append(f"- Processor time of `client.py --help`: {results.help_cpu:.0f} ms")
    products = [run for run in results.runs if isinstance(run, ProductRun)]
    if products:
        status = ", ".join(f"{run.status_cpu:.0f} ms ({run.size})" for run in products)
        lines.append(f"- Processor time of `client.py status`: {status}")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _ratio(value: float | None, other: float | None) -> str:
    return f"{value / other:.2f}" if value is not None and other else "-"
