from __future__ import annotations

import random

import pytest

from design_sessions.markdown import MarkdownDocument, plain_text
from tests.support.cost import assert_grows_in_proportion


def headings(text: str) -> list[tuple[int, str, int]]:
    return [(h.level, h.text, h.line) for h in MarkdownDocument(text).headings]


def test_headings_have_levels_plain_text_and_lines() -> None:
    assert headings("# `MyApp`\n\n## **Public** API ##\n") == [
        (1, "MyApp", 1),
        (2, "Public API", 3),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```elixir\n# comment\n```\n",
        "~~~\n# comment\n~~~\n",
        "- a\n\n  ```\n  # comment\n  ```\n",
        "    # indented code\n",
        "<!--\n# comment\n-->\n",
        "---\n# in: front matter\n---\n",
        "> # quoted\n",
        "#no space\n",
    ],
)
def test_what_only_looks_like_a_heading_is_none(text: str) -> None:
    assert headings(text) == []


def test_carriage_returns_and_a_byte_order_mark_are_dealt_with() -> None:
    assert headings("\ufeff# A\r\n\r\n## B\r## C\n") == [(1, "A", 1), (2, "B", 3), (2, "C", 4)]


def test_line_numbers_count_the_front_matter() -> None:
    document = MarkdownDocument("---\nkey: value\n---\n# A\n")
    assert document.front_matter == "key: value"
    assert document.title is not None
    assert document.title.line == 4
    assert document.body == "# A\n"


def test_an_unclosed_fence_is_found_by_its_line() -> None:
    assert MarkdownDocument("# A\n\n```elixir\n# b\n").unclosed_fences == [3]
    assert MarkdownDocument("````\n```\ntext\n").unclosed_fences == [1]
    assert MarkdownDocument("- a\n  ```\n  b\n\n# C\n").unclosed_fences == [2]


def test_a_closed_fence_is_not_reported() -> None:
    for text in ("```\na\n```\n", "~~~~\na\n~~~~~\n", "- ```\n  a\n  ```\n", "> ```\n> a\n> ```\n"):
        assert MarkdownDocument(text).unclosed_fences == []


def test_a_section_ends_at_the_next_heading_of_its_level_or_above() -> None:
    document = MarkdownDocument("# A\n## B\ntext\n### C\n## D\n# E")
    assert [document.end_of(h) for h in document.headings] == [6, 5, 5, 6, 7]


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("`Blog.Post`", "Blog.Post"),
        ("**Post** _schema_", "Post schema"),
        ("[Post](post.md)", "Post"),
        ("a &amp; b \\| c", "a & b | c"),
        ("Blog.Post_Tag", "Blog.Post_Tag"),
        ("Post <!-- todo -->", "Post"),
    ],
)
def test_markup_is_taken_off_a_line(markup: str, plain: str) -> None:
    assert plain_text(markup) == plain


@pytest.mark.parametrize(
    "piece",
    [
        "> ",
        "- ",
        "* a\n  * b\n",
        "```\n",
        "[a]: b\n",
        "| a | b |\n| --- | --- |\n",
        "# a\n",
        "<!--\n",
        "![",
        "`",
        "a\n=\n",
        "1. a\n",
        "\t",
        "\x00",
        "\r",
        "***",
        "## Components\n### A\n",
    ],
)
def test_parsing_takes_time_in_proportion_to_the_length(piece: str) -> None:
    def read(text: str) -> None:
        document = MarkdownDocument(text)
        assert isinstance(document.headings, list)
        assert isinstance(document.unclosed_fences, list)

    assert_grows_in_proportion(read, lambda length: piece * (length // len(piece)), 40_000)


def test_no_text_breaks_the_parser() -> None:
    rng = random.Random(1)
    pieces = [
        "# ",
        "## ",
        "```",
        "~~~",
        "- ",
        "  ",
        "\n",
        "|",
        "---",
        "<!--",
        "-->",
        "\x00",
        "\ud800",
        "a",
        "`",
        "[",
        "](",
        "\t",
        "> ",
        "1. ",
        "\r",
        "\u2028",
        "é",
    ]
    for _ in range(300):
        document = MarkdownDocument("".join(rng.choices(pieces, k=rng.randrange(60))))
        lines = len(document.lines)
        assert all(1 <= heading.line <= lines for heading in document.headings)
        assert all(1 <= line <= lines for line in document.unclosed_fences)
