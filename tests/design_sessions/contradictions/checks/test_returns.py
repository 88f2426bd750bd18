"""Two specs of one function."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check, said


def returns(facade: str, repository: str, check: Check) -> list[tuple[str, str, tuple[str, ...]]]:
    more = (
        "## Delegates\n\n- get/1: MyApp.Blog.PostRepository.get/1\n\n## Functions\n\n### get/1\n\n"
        f"```elixir\n@spec get(integer()) :: {facade}\n```\n"
    )
    text = (
        "```elixir\n@type found :: {:ok, Post.t()} | {:error, :gone}\n"
        f"@spec get(integer()) ::\n  {repository}\n```\n"
    )
    return said(check({"PostRepository": f"## Functions\n\n### get/1\n\n{text}"}, more=more))


@pytest.mark.parametrize(
    ("facade", "repository"),
    [
        ("{:ok, Post.t()} | {:error, term()}", "Post.t() | nil"),
        ("Post.t()", "[Post.t()]"),
        (":ok", "{:ok, Post.t()}"),
        (":ok | {:error, term()}", "{:ok, Post.t()} | {:error, :gone}"),
        ("[Post.t()]", "{:ok, [Post.t()]}"),
        ("{:ok, Post.t()}", "found()\n  | {:error, Ecto.Changeset.t()}"),
        ("Post.t()", "found()"),
        ("{:ok, Post.t()}", "{:error, term()}"),
    ],
)
def test_a_delegate_of_another_shape_is_an_error(
    check: Check, facade: str, repository: str
) -> None:
    assert returns(facade, repository, check) == [("return_shape", "error", ("PostRepository",))]


@pytest.mark.parametrize(
    ("facade", "repository"),
    [
        ("list(Post.t())", "[Post.t()]"),
        ("atom()", ":ok"),
        ("{:ok, Post.t()} | {:error, atom()}", "{:ok, post :: Post.t()}"),
        ("{:ok, map()} | {:error, term()}", "found()"),
        ("term()", "{:ok, Post.t()}"),
        ("result()", "{:ok, Post.t()}"),
        ("GenServer.on_start()", "{:ok, pid()} | {:error, term()}"),
        ("keyword()", "[{atom(), term()}]"),
        ("Post.t() | nil", "Post.t()"),
        ("Post.t()", "map()"),
        ("{:ok, a} when a: term()", "{:ok, Post.t()}"),
        ("no_return()", ":ok"),
    ],
)
def test_narrower_and_aliased_returns_are_silent(
    check: Check, facade: str, repository: str
) -> None:
    assert returns(facade, repository, check) == []


@pytest.mark.parametrize(
    ("step", "count"),
    [
        ("Delegate to PostRepository.get/1", 1),
        ("Delegate to PostRepository.get/1\n2. Convert nil to an error", 0),
        ("Ask PostRepository.get/1", 0),
    ],
)
def test_only_a_function_that_is_nothing_but_the_call_is_compared(
    check: Check, step: str, count: int
) -> None:
    more = (
        "## Functions\n\n### get/1\n\n```elixir\n@spec get(integer()) :: {:ok, Post.t()}\n```\n\n"
        f"**Process**:\n1. {step}\n"
    )
    text = "### get/1\n\n```elixir\n@spec get(integer()) :: Post.t() | nil\n```"
    assert len(check({"PostRepository": text}, more=more).findings) == count


def test_clauses_in_one_block_are_one_spec_and_two_blocks_are_compared(check: Check) -> None:
    first, second = "@spec get(integer()) :: Post.t()", "@spec get(String.t()) :: [Post.t()]"
    together = f"## Public API\n\n```elixir\n{first}\n{second}\n```\n"
    apart = f"## Public API\n\n```elixir\n{first}\n```\n\n### get/1\n\n```elixir\n{second}\n```\n"
    assert said(check({"Feed": together})) == []
    assert said(check({"Feed": apart})) == [("return_shape", "error", ("Feed",))]


def test_the_context_may_specify_a_component_too(check: Check) -> None:
    entry = "Keeps posts.\n\n```elixir\n@spec get(integer()) :: [Post.t()]\n```"
    text = "```elixir\n@spec get(integer()) :: Post.t()\n```"
    found = check({"PostRepository": text}, entries={"PostRepository": entry})
    assert said(found) == [("return_shape", "error", ("PostRepository",))]
