"""Marks of merges that were never finished."""

from __future__ import annotations

import pytest

from design_sessions.merge_conflicts import merge_conflicts


def spans(text: str) -> list[tuple[int, int]]:
    return [tuple(conflict) for conflict in merge_conflicts(text.split("\n"))]  # type: ignore[misc] # pairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\nd", [(2, 6)]),
        ("<<<<<<<\n=======\n>>>>>>>", [(1, 3)]),
        ("<<<<<<< a\nx\n||||||| base\ny\n=======\nz\n>>>>>>> b", [(1, 7)]),
        ("<<<<<<< a\n=======\n>>>>>>> b\n\n<<<<<<< a\n=======\n>>>>>>> b", [(1, 3), (5, 7)]),
        ("a\n<<<<<<< HEAD\nb", [(2, 2)]),
        ("b\n>>>>>>> main", [(2, 2)]),
        ("```\n<<<<<<< HEAD\n=======\n>>>>>>> main\n```", [(2, 4)]),
    ],
)
def test_conflicts_are_found_with_their_lines(text: str, expected: list[tuple[int, int]]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Heading\n=======\n\nText",
        "> > > quoted",
        "<<<<<<<< eight",
        "Returns `<<<<<<<` and `>>>>>>>`.",
        "  <<<<<<< HEAD",
        "<<1, 2>>",
        "=======",
        "||||||| a |",
        "<<<<<<<x",
    ],
)
def test_other_lines_are_none(text: str) -> None:
    assert spans(text) == []
