from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from command_line.reports.formatting import duration, elapsed, thousands, tokens
from design_sessions.status import Usage


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (999, "999"), (1_000, "1.0k"), (12_345, "12.3k"), (999_950, "1.0M")],
)
def test_large_numbers_are_short(number: int, shown: str) -> None:
    assert thousands(number) == shown


def test_all_input_counts_as_input() -> None:
    usage = Usage(input_tokens=1, cache_read_tokens=2_000, cache_write_tokens=9, output_tokens=7)

    assert tokens(usage) == "2.0k in, 7 out"


@pytest.mark.parametrize(("seconds", "shown"), [(8, "8s"), (125, "2m05s"), (3_725, "1h02m")])
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_what_has_not_ended_has_run_until_now() -> None:
    started = datetime.now(UTC) - timedelta(seconds=90)

    assert elapsed(started.isoformat(), None).startswith("1m")
    assert elapsed(started.isoformat(), (started + timedelta(seconds=5)).isoformat()) == "5s"
    assert elapsed(None, None) == ""
    assert elapsed("no time", None) == ""
