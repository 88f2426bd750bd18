"""What the benchmark tells, and how it writes that into a document."""

from __future__ import annotations

from pathlib import Path

from benchmarks.large import memory_by_progress, render_large
from benchmarks.report import render
from benchmarks.report_file import replace_part
from benchmarks.results import Calls, Histories, ProductRun, Results, Run, Size, Statements
from benchmarks.usage import MemorySample

SIZE = Size(50, 1.0)


def run(system: str, seconds: float) -> Run:
    return Run(
        system=system,
        size=SIZE,
        calls=_calls(seconds),
        whole=seconds + 2,
        to_first_call=1.0,
        cpu=5.0,
        peak_memory=90.0,
        load_before=0.1,
    )


def product_run(seconds: float) -> ProductRun:
    return ProductRun(
        system="product",
        size=SIZE,
        calls=_calls(seconds),
        whole=seconds + 4,
        to_first_call=2.5,
        cpu=56.0,
        peak_memory=200.0,
        load_before=0.1,
        server_cpu=24.0,
        status_cpu=950.0,
        histories=[Histories("ComponentDesignWorkflow", 50, 60.0, 61, 13.0, 14.0)],
        memory=[MemorySample(0.0, 100.0), MemorySample(5.0, 150.0), MemorySample(9.0, 160.0)],
        submissions=[(1.0, 0), (5.0, 30), (8.0, 50)],
    )


def _calls(seconds: float) -> Calls:
    return Calls(300, 50, seconds, 14.0, 0.5)


def test_the_tables_set_the_product_beside_the_others() -> None:
    results = Results([run("asyncio", 7.0), product_run(14.0)], 400.0, Statements(40.0, 12.0))

    text = render(results, "2 cores")

    assert "| 50 x 1 s | 7.00 | - | - | 14.0 | 2.00 | - |" in text
    assert "| 50 x 1 s | 9.00 | - | - | 18.0 | 2.00 | 2.50 |" in text
    assert "| 50 x 1 s, this product | 56.0 | 24.0 | 0.50 | 200 | 50 | 14.0 | 0.10 |" in text
    assert "| 50 x 1 s, `ComponentDesignWorkflow` | 50 | 60 | 61 | 13 | 14 |" in text
    assert "40.0, in 12.0 transactions" in text


def test_memory_is_told_by_the_number_of_designs() -> None:
    assert memory_by_progress(product_run(9.0)) == [(1, 150.0), (50, 160.0)]
    assert "| 50 | 160 |" in render_large(product_run(9.0), "2 cores")


def test_a_part_is_replaced_and_the_words_around_it_stay(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    replace_part(document, "comparison", "first", title="Performance")
    document.write_text(document.read_text() + "\nWhat stands in the way.\n")
    replace_part(document, "scale", "large", title="Performance")
    replace_part(document, "comparison", "second", title="Performance")

    text = document.read_text()
    assert text.startswith("# Performance\n\n<!-- comparison")
    assert "first" not in text
    assert text.index("second") < text.index("What stands in the way.") < text.index("large")
