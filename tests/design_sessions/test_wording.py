from __future__ import annotations

import pytest

from design_sessions.wording import (
    counted,
    did_you_mean,
    dollars,
    first_sentence,
    letters,
    nearest,
    one_line,
    shortened,
)


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


@pytest.mark.parametrize("spelling", ["MCP Tool", "mcp_tool", "McpTool", "mcp-tool"])
def test_spellings_of_one_word_are_the_same(spelling: str) -> None:
    assert letters(spelling) == "mcptool"


def test_a_misspelt_word_is_told_what_it_may_mean() -> None:
    known = ["task", "schema"]

    assert did_you_mean("taks", known) == "; did you mean task?"
    assert did_you_mean("TAKS", ["Task"]) == "; did you mean Task?"
    assert did_you_mean("genserver", known) == "."
    assert did_you_mean(["taks", "shcema", "nothing"], known) == "; did you mean task and schema?"
    assert nearest("taks", known, likeness=0.9) is None


def test_long_text_becomes_one_short_line() -> None:
    assert one_line(" a\n  b ") == "a b"
    assert shortened("a\n  b", 10) == "a b"
    assert shortened("abcdefgh", 5) == "abcd…"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Relies on the Berth and\nthe Tariff. It is late.", "Relies on the Berth and the Tariff."),
        ("Holds the plan\n\nIt is late.", "Holds the plan"),
        ("", ""),
    ],
)
def test_the_first_sentence_may_be_wrapped_and_ends_with_its_paragraph(
    text: str, first: str
) -> None:
    assert first_sentence(text) == first
