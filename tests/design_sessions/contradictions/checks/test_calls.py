"""Calls of functions that are not there, and what must not be taken for one."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check, said

REPOSITORY = """## Functions

### get_post/2

```elixir
@spec get_post(Scope.t(), integer()) :: Post.t() | nil
```

### list_posts/2

```elixir
@spec list_posts(Scope.t(), keyword()) :: [Post.t()]
```

### save/1

### save/2
"""


def designs(text: str, dependencies: str = "- MyApp.Blog.PostRepository") -> dict[str, str]:
    return {
        "PostRepository": REPOSITORY,
        "Feed": f"## Functions\n\n### all/0\n\n{text}\n\n## Dependencies\n\n{dependencies}\n",
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Load it with PostRepository.fetch_post/2.", "unknown_function"),
        ("Load it with `MyApp.Blog.PostRepository.get_post/1`.", "arity"),
        ("1. **Load** via Blog.PostRepository.get_post/3", "arity"),
        ("Save it with PostRepository.save/3.", "arity"),
        ("Load with `PostRepository.load(scope, id)`.", "unknown_function"),
        (
            "```elixir\nscope\n|> PostRepository.get_post(id, trash: true, draft: true)\n```",
            "arity",
        ),
        ("```elixir\ndefdelegate get_post(id), to: PostRepository\n```", "arity"),
        ("- get_post/3: MyApp.Blog.PostRepository.get_post/3", "arity"),
        ("| get_post/2 | PostRepository.fetch_post/2 |", "unknown_function"),
        ("It does nothing else. Then it calls PostRepository.purge/1.", "unknown_function"),
    ],
)
def test_a_call_that_the_other_design_does_not_answer_is_an_error(
    check: Check, text: str, kind: str
) -> None:
    found = check(designs(text))
    assert said(found) == [(kind, "error", ("Feed", "PostRepository"))]
    first, *others = found.findings[0].sides
    assert first.path == "docs/spec/my_app/blog/feed.spec.md"
    assert {side.path for side in others} == {"docs/spec/my_app/blog/post_repository.spec.md"}


@pytest.mark.parametrize(
    "text",
    [
        "Load it with PostRepository.get_post/2, and save it with PostRepository.save/1.",
        "Save it with `PostRepository.save/2`.",
        "It does not call PostRepository.purge/1.",
        "It does not call MyApp.Blog.Feed.x/1, PostRepository.purge/1 or PostRepository.drop/2.",
        "Instead of PostRepository.purge/1 it marks the post.",
        "PostRepository.purge/1 is deprecated.",
        "Later, PostRepository.purge/1 will be added.",
        "PostRepository.purge/1 was removed, and PostRepository.drop/1 has been replaced.",
        "Before 2.0 this was PostRepository.purge/1.",
        "We considered PostRepository.purge/1, but decided against it.",
        "Open question: should there be a PostRepository.purge/1?",
        "A PostRepository.purge/1 would be needed if posts were deleted.",
        'It says "PostRepository.purge/1 has failed".',
        "See PostRepository.__changeset__/0.",
        "## Out of Scope\n\n- PostRepository.purge/1\n- deleting",
        "## Future Enhancements\n\nUse `PostRepository.purge(id, why)`.",
        "Validate with check_title/1, a private helper.",
        "Takes PostRepository.t() and returns `PostRepository.result()`.",
        "Takes `Page.t(PostRepository.t())`.",
        "Reads `PostRepository.get_post(...)`.",
        "Reads `PostRepository.get_post(args)`.",
        "Started with PostRepository.start_link/1 and PostRepository.child_spec/1.",
        "Look into Registry.lookup/2, Ecto.Query.from/2 and Users.get_user/9.",
        "Call `provider.config()` and repo.get_post/5.",
        "<!-- PostRepository.purge/1 -->",
        "See post_repository.ex:12 and https://example.com/PostRepository.purge/1x",
    ],
)
def test_what_is_no_wrong_call_is_silent(check: Check, text: str) -> None:
    assert said(check(designs(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "List them with PostRepository.list_posts/1.",
        "Load it with `PostRepository.get_post(id)`.",
    ],
)
def test_arguments_that_may_be_left_out_are_a_warning(check: Check, text: str) -> None:
    assert said(check(designs(text))) == [("arity", "warning", ("Feed", "PostRepository"))]


def test_default_values_are_no_arguments_that_a_call_needs(check: Check) -> None:
    texts = designs("Call PostRepository.page/1, PostRepository.page/3 and PostRepository.page/4.")
    texts["PostRepository"] += "\n```elixir\ndef page(scope, from \\\\ 0, opts \\\\ [])\n```\n"
    found = check(texts)
    assert [each.explanation.split(",")[0] for each in found.findings] == [
        "Feed calls PostRepository.page/4"
    ]


@pytest.mark.parametrize(
    "dependencies", ["- MyApp.Utils", "- MyApp.Utils\n- MyApp.Blog.Utils", "- None"]
)
def test_a_name_that_may_be_anothers_is_silent(check: Check, dependencies: str) -> None:
    utils = "## Functions\n\n### slug/1\n"
    feed = f"Paths from Utils.component_files/2.\n\n## Dependencies\n\n{dependencies}\n"
    assert said(check({"Utils": utils, "Feed": feed})) == []


def test_a_declared_dependency_makes_a_short_name_certain(check: Check) -> None:
    utils = "## Functions\n\n### slug/1\n"
    feed = "Paths from Utils.component_files/2.\n\n## Dependencies\n\n- MyApp.Blog.Utils\n"
    assert said(check({"Utils": utils, "Feed": feed})) == [
        ("unknown_function", "error", ("Feed", "Utils"))
    ]


def test_functions_of_one_name_in_several_modules_are_not_mixed_up(check: Check) -> None:
    tool = "## Functions\n\n### execute/{}\n"
    runner = (
        "Runs Tools.Copy.execute/1 or Tools.Move.execute/2.\n\n## Dependencies\n\n"
        "- MyApp.Blog.Tools.Copy\n- MyApp.Blog.Tools.Move\n"
    )
    texts = {"Tools.Copy": tool.format(1), "Tools.Move": tool.format(2), "Runner": runner}
    assert said(check(texts)) == []


def test_a_design_that_states_no_functions_is_asked_for_none(check: Check) -> None:
    texts = designs("Calls PostRepository.purge/1.") | {"PostRepository": "Keeps posts."}
    assert said(check(texts)) == []


def test_the_functions_of_another_context_are_checked_where_it_has_a_document(
    check: Check,
) -> None:
    users = "# MyApp.Users\n\n## Functions\n\n### get_user/2\n"
    texts = designs("Asks MyApp.Users.get_user/1 and MyApp.Accounts.get/9.", "- MyApp.Users")
    found = check(texts, others={"MyApp.Users": users})
    assert said(found) == [("arity", "error", ("Feed", "MyApp.Users"))]


def test_the_callbacks_of_a_behaviour_are_functions_of_who_implements_it(check: Check) -> None:
    texts = designs("Calls PostRepository.load/1.") | {
        "Source": "```elixir\n@callback load(integer()) :: map()\n@callback all() :: list()\n```"
    }
    texts["PostRepository"] = (
        "Implements MyApp.Blog.Source.\n\n## Functions\n\n### other/1\n\n## Dependencies\n\n"
        "- MyApp.Blog.Source\n"
    )
    assert said(check(texts)) == []


def test_a_heading_and_its_spec_have_the_same_name(check: Check) -> None:
    text = "### all/1\n\n```elixir\n@spec everything(Scope.t()) :: [Post.t()]\n```\n"
    assert said(check({"Feed": text})) == [("unknown_function", "warning", ("Feed",))]


def test_a_heading_may_leave_out_options(check: Check) -> None:
    text = "### all/1\n\n```elixir\n@spec all(Scope.t(), keyword()) :: [Post.t()]\n```\n"
    assert said(check({"Feed": text})) == [("arity", "warning", ("Feed",))]


def test_a_heading_and_its_spec_have_the_same_number_of_arguments(check: Check) -> None:
    text = "## Functions\n\n### all/2\n\n```elixir\n@spec all(Scope.t()) :: [Post.t()]\n```\n"
    assert said(check({"Feed": text})) == [("arity", "error", ("Feed",))]


@pytest.mark.parametrize(
    "text",
    [
        "### all/2\n\n```elixir\n@spec all(Scope.t(), %{optional(atom()) => term()}) :: :ok\n```",
        "### all/1-2\n\n```elixir\n@spec all(Scope.t(), keyword()) :: :ok\n```",
        "### all/1, all/2\n\n```elixir\n@spec all(Scope.t(), keyword()) :: :ok\n```",
        "### all(scope, opts \\\\ [])\n\n```elixir\n@spec all(Scope.t(), keyword()) :: :ok\n```",
        "### all/1\n\n### all/2\n\n```elixir\n@spec all(Scope.t(), keyword()) :: :ok\n```",
        "### handle_call({:all, scope}, from, state)\n\n```elixir\n{:all, Scope.t()}\n```",
    ],
)
def test_other_ways_of_writing_a_function_are_understood(check: Check, text: str) -> None:
    assert said(check({"Feed": f"## Functions\n\n{text}\n"})) == []
