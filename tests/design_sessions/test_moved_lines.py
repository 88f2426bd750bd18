"""A line is found again in a later version of its text."""

from __future__ import annotations

import pytest

from design_sessions.moved_lines import line_after

TEXT = "one\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("after", "line", "moved", "is_same"),
    [
        (TEXT, 3, 3, True),
        (f"new\nnew\n{TEXT}", 3, 5, True),
        ("one\nthree\nfour\n", 3, 2, True),
        ("one\nTWO\nmore\nthree\nfour\n", 2, 2, False),
        ("one\nthree\nfour\n", 2, 2, False),
        ("one\n", 4, 1, False),
        (f"{TEXT}five\n", 9, 5, False),
        ("", 2, 1, False),
    ],
)
def test_a_line_moves_with_its_text(after: str, line: int, moved: int, is_same: bool) -> None:
    assert line_after(TEXT, after, line) == (moved, is_same)
