"""A line is found again in a later version of its text."""

from __future__ import annotations

import pytest

from design_sessions.moved_lines import line_after

TEXT = "one\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("after", "line", "moved"),
    [
        (TEXT, 3, 3),
        (f"new\nnew\n{TEXT}", 3, 5),
        ("one\nthree\nfour\n", 3, 2),
        ("one\nTWO\nmore\nthree\nfour\n", 2, 2),
        ("one\nthree\nfour\n", 2, 2),
        ("one\n", 4, 1),
        (f"{TEXT}five\n", 9, 5),
        ("", 2, 1),
    ],
)
def test_a_line_moves_with_its_text(after: str, line: int, moved: int) -> None:
    assert line_after(TEXT, after, line) == moved
