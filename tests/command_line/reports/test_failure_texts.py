"""Failures that people read: each once, however many components have it."""

from __future__ import annotations

import pytest

from command_line.reports.failure_texts import grouped
from design_sessions.status import ComponentReason


def reasons(*texts: str) -> list[ComponentReason]:
    return [ComponentReason(component=f"C{i}", reason=text) for i, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (
            (
                "The session has spent about $24.50 of its limit of $25.00, and the next call "
                "could cost $0.0912.",
                "The session has spent about $9.10 of its limit of $25.00, and the next call "
                "could cost $1,012.00.",
            ),
            "The session has spent about $9.10 to $24.50 of its limit of $25.00, and the next call "
            "could cost $0.0912 to $1,012.00.",
        ),
        (
            ("HTTP 529. (1 try)", "HTTP 529. (1 try)"),
            "HTTP 529. (1 try)",
        ),
        (
            (
                "HTTP 429. (3 tries in 150 seconds, it asks to wait 1 second more)",
                "HTTP 429. (12 tries in 151 seconds, it asks to wait 30 seconds more)",
            ),
            "HTTP 429. (3 tries to 12 tries in 150 seconds to 151 seconds, it asks to wait "
            "1 second to 30 seconds more)",
        ),
        (
            ("cut off at 32,000 tokens; raise it", "cut off at 5 tokens; raise it"),
            "cut off at 5 tokens to 32,000 tokens; raise it",
        ),
    ],
)
def test_reasons_that_differ_only_in_amounts_are_one(texts: tuple[str, ...], shown: str) -> None:
    assert grouped(reasons(*texts)) == [(["C0", "C1"], shown)]


@pytest.mark.parametrize(
    "texts",
    [
        ("The endpoint answered HTTP 500.", "The endpoint answered HTTP 503."),
        ("line 3: The title is missing.", "line 7: The title is missing."),
        ("no answer for 60 seconds", "no answer for 60 tokens"),
        ("It spent $1.00.", "It spent nothing."),
        ("claude-sonnet-5 seconds", "claude-sonnet-4 seconds"),
    ],
)
def test_other_differences_stay_apart(texts: tuple[str, ...]) -> None:
    assert grouped(reasons(*texts)) == [(["C0"], texts[0]), (["C1"], texts[1])]


def test_a_reason_that_stands_beside_them_is_left_out() -> None:
    texts = ("It spent $1.00.", "It spent $2.00.")

    assert grouped(reasons(*texts), said="It spent $1.00. It spent $2.00.") == [(["C0", "C1"], "")]
    assert grouped(reasons(*texts), said=texts[0])[0][1] == "It spent $1.00 to $2.00."
