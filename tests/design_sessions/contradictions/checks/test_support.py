"""Which of two sides is to change, as far as the context's document tells."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check

FEED = "## Functions\n\n### all/0\n\nIt calls `MyApp.Blog.PostRepository.list/2`.\n"
REPOSITORY = "## Functions\n\n### list/1\n\n```elixir\n@spec list(Scope.t()) :: [Post.t()]\n```\n"


def test_a_caller_changes_where_the_context_says_nothing(check: Check) -> None:
    (found,) = check({"Feed": FEED, "PostRepository": REPOSITORY}).findings
    assert (found.components[0], found.change, found.about) == (
        "Feed",
        (),
        "MyApp.Blog.PostRepository.list/2",
    )


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("Provides list/2.", ("PostRepository",)),
        ("```elixir\n@spec list(Scope.t(), keyword()) :: [Post.t()]\n```", ("PostRepository",)),
        ("Provides list/1.", ()),
        ("Provides list/1 and list/2.", ()),
    ],
)
def test_a_design_changes_that_lacks_what_the_context_says_it_has(
    check: Check, said: str, change: tuple[str, ...]
) -> None:
    designs = {"Feed": FEED, "PostRepository": REPOSITORY}
    errors = [
        each
        for each in check(designs, entries={"PostRepository": said}).findings
        if each.severity == "error"
    ]
    assert [(each.kind, each.change) for each in errors] == [("arity", change)]


def test_a_call_of_the_context_itself_supports_the_caller(check: Check) -> None:
    more = "## Public API\n\n### feed/1\n\nReads with `PostRepository.list/2`.\n"
    found = check({"Feed": FEED, "PostRepository": REPOSITORY}, more=more).findings
    assert {each.change for each in found if "Feed" in each.components} == {("PostRepository",)}


def test_every_user_of_a_module_that_is_not_there_changes(check: Check) -> None:
    uses = "## Functions\n\n### all/0\n\nIt calls `MyApp.Blog.Ghost.get/1`.\n"
    (found,) = check({"Feed": uses, "Digest": uses}).findings
    assert (found.kind, set(found.change)) == ("unknown_module", {"Feed", "Digest"})


def test_a_cycle_is_broken_where_the_context_lists_no_dependency(check: Check) -> None:
    designs = {
        "Author": "## Dependencies\n\n- MyApp.Blog.Post\n",
        "Post": "## Dependencies\n\n- MyApp.Blog.Author\n",
    }
    (found,) = check(designs, entries={"Author": "It uses Post.\n\nDependencies: Post"}).findings
    assert (found.components, found.change) == (("Author", "Post"), ("Post",))


def test_of_two_returns_the_one_changes_that_the_context_does_not_state(check: Check) -> None:
    spec = "```elixir\n@spec get(integer()) :: {returns}\n```\n"
    ok, bare = spec.replace("{returns}", "{:ok, Post.t()}"), spec.replace("{returns}", "Post.t()")
    designs = {
        "Archive": f"## Functions\n\n### get/1\n\n{ok}\nDelegates to "
        "`MyApp.Blog.PostRepository.get/1`.\n",
        "PostRepository": f"## Functions\n\n### get/1\n\n{bare}",
    }
    found = [e for e in check(designs).findings if e.kind == "return_shape"]
    supported = [
        e for e in check(designs, entries={"Archive": ok}).findings if e.kind == "return_shape"
    ]
    assert [each.change for each in found] == [()]
    assert [each.change for each in supported] == [("PostRepository",)]


def test_what_a_check_knows_beyond_its_report_is_not_reported(check: Check) -> None:
    (found,) = check({"Feed": FEED, "PostRepository": REPOSITORY}).findings
    assert set(found.model_dump()) == {
        *("kind", "severity", "components", "sides", "explanation", "suggestion")
    }
