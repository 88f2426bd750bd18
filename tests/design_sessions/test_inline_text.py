from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from design_sessions.inline_text import plain_text
from tests.support.cost import assert_at_most

PIECES = [
    *("`", "``", "*", "**", "***", "_", "__", "[", "]", "](", "](a.md)", "(b_c)", "(", ")", "<"),
    *(">", "\\", "&", "&amp;", "!", "![", " ", "  ", "\n", "a", "Post", "b.c", "9", "é", "\u00a0"),
    *("\u2028", "-", ":", ".", ",", "http://x", "javascript:a", "\x00", "\x1c", "\t", "#", "|"),
    *("`a`", "**b**", "[x](y)", "**`c`**", "**d:**", "[ ]", "snake_case", "“"),
]
PARSER = MarkdownIt("commonmark")


def parsed(markup: str) -> str:
    tokens = PARSER.parseInline(markup)[0].children or []
    shown = [" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens]
    return " ".join("".join(shown).split())


def test_marks_are_taken_off_as_a_parser_of_the_whole_language_does() -> None:
    rng = random.Random(1)
    for _ in range(4_000):
        markup = "".join(rng.choices(PIECES, k=rng.randrange(1, 9)))
        if 0 < sum(markup.count(mark) for mark in "`*_[]<>\\&!") <= 16:
            assert plain_text(markup) == parsed(markup), repr(markup)


def test_of_a_text_with_very_many_marks_the_plain_ones_are_taken_off() -> None:
    many = "*a [[]( " * 10
    assert plain_text(f"`Post`, **Tag**, [User](user.md) {many}").startswith("Post, Tag, User *a")


@pytest.mark.parametrize(
    "line",
    [
        lambda number: f"{number} " + "[[](" * 120,
        lambda number: f"{number} " + "*a **b" * 80,
        lambda number: f"{number} " + "_a" * 240,
        lambda number: f"{number} " + "![a](" * 95,
        lambda number: f"{number} " + "<a " * 150,
        lambda number: f"{number} " + "".join("`" * ticks + "a" for ticks in range(1, 29)),
        lambda number: f"**Post{number}** - a `schema` of [one](post.md) that goes on for a while",
    ],
)
def test_no_line_takes_long(line: Callable[[int], str]) -> None:
    """Many lines of this length, beside a parser of as much text."""
    lines = [line(number) for number in range(10_000)]
    lines = lines[: 200_000 // len(lines[-1])]
    sentences = ["A sentence of some length, with `code` and **more**. " * 2] * 2_000

    def take_off(lines: list[str]) -> None:
        for each in lines:
            plain_text(each)

    def parse() -> None:
        for each in sentences:
            PARSER.parseInline(each)

    assert_at_most(5, lambda: take_off(lines), beside=parse)


def test_a_text_that_was_looked_at_is_remembered() -> None:
    texts = [f"*a{number} **b _c [d](e) &amp;" for number in range(5_000)]

    def seconds() -> float:
        started = time.process_time()
        for text in texts:
            plain_text(text)
        return time.process_time() - started

    assert seconds() > 3 * seconds()
