from __future__ import annotations

import pytest

from design_sessions.wording import counted, dollars


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(None, "no price"), (0, "$0.00"), (0.01234, "$0.0123"), (12.3, "$12.30"), (1e3, "$1,000.00")],
)
def test_money(amount: float | None, shown: str) -> None:
    assert dollars(amount) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 revisions"), (1, "1 revision"), (2, "2 revisions")]
)
def test_one_is_singular(number: int, shown: str) -> None:
    assert counted(number, "revision") == shown
