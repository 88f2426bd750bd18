"""Names and numbers of arguments."""

from __future__ import annotations

import pytest

from design_sessions.contradictions.reading.signatures import arguments, read_signature


@pytest.mark.parametrize(
    ("text", "name", "least", "most"),
    [
        ("count", "count", 0, 0),
        ("count()", "count", 0, 0),
        ("get!(scope, id)", "get!", 2, 2),
        ("valid?(post :: Post.t())", "valid?", 1, 1),
        ("list(scope, opts \\\\ [])", "list", 1, 2),
        ("put(%{a: 1, b: 2}, [1, 2], {:x, :y})", "put", 3, 3),
        ("map(list, fun: (a, b -> c))", "map", 2, 2),
        ('say("a, (b", c)', "say", 2, 2),
        ("mark(post, by: :gate, at: now)", "mark", 2, 2),
    ],
)
def test_arguments_are_counted_at_the_top(text: str, name: str, least: int, most: int) -> None:
    signature = read_signature(text)
    assert signature is not None
    assert (signature.name, signature.least, signature.most) == (name, least, most)


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("list(scope, keyword())", True),
        ("list(scope, opts :: keyword())", True),
        ("list(scope, opts)", True),
        ("list(scope, Keyword.t())", True),
        ("list(keyword(), scope)", False),
        ("list(scope, map())", False),
    ],
)
def test_options_at_the_end_are_noticed(text: str, optional: bool) -> None:
    signature = read_signature(text)
    assert signature is not None
    assert signature.ends_in_options == optional


@pytest.mark.parametrize("text", ["(a, b", "(a, ...)", "(a,, b)", "(a]", "(" * 5_000])
def test_what_cannot_be_counted_is_not(text: str) -> None:
    assert arguments(text, 0) is None
