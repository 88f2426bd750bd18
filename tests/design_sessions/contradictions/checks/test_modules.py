"""Modules of the context that do not exist."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check, said

UNKNOWN = [("unknown_module", "error", ("Feed",))]


@pytest.mark.parametrize(
    "text",
    [
        "## Dependencies\n\n- MyApp.Blog.Phantom",
        "## Dependencies\n\n- `Blog.Phantom` - for nothing",
        "## Dependencies\n\n- MyApp.Blog.Phantom.run/2",
        "## Dependencies\n\nDepends on `MyApp.Blog.Phantom`.",
        "Calls MyApp.Blog.Phantom.run/2.",
        "```elixir\ndefdelegate run(a), to: MyApp.Blog.Phantom\n```",
        "```elixir\n@behaviour MyApp.Blog.Phantom\n```",
    ],
)
def test_a_module_that_nothing_knows_is_an_error(check: Check, text: str) -> None:
    found = check({"Feed": text, "Post": "A post."})
    assert said(found) == UNKNOWN
    assert "MyApp.Blog.Phantom" in found.findings[0].explanation


@pytest.mark.parametrize(
    "text",
    [
        "- MyApp.Blog.Post\n- Post\n- Blog.Post",
        "- MyApp.Blog",
        "- MyApp.Blog.Tools",
        "- MyApp.Blog.Post.Status",
        "- MyApp.Phantom\n- Phantom\n- Ecto.Schema\n- Assent.Strategy\n- MyAppWeb.Endpoint",
        "- MyApp.Blog.Mailer",
        "None",
        "- No dependency on MyApp.Blog.Phantom",
    ],
)
def test_known_modules_and_those_of_others_are_silent(check: Check, text: str) -> None:
    designs = {"Feed": f"## Dependencies\n\n{text}", "Post": "A post.", "Tools.Copy": "A tool."}
    assert said(check(designs, more="Mails go through `MyApp.Blog.Mailer`.")) == []


def test_a_dependency_of_the_context_itself_names_what_is_missing(check: Check) -> None:
    found = check({"Post": "A post."}, more="## Dependencies\n\n- MyApp.Blog.Phantom")
    assert said(found) == [("unknown_module", "error", ("Phantom",))]


def test_a_name_that_is_only_mentioned_is_warned_about_if_it_is_almost_a_known_one(
    check: Check,
) -> None:
    text = "As MyApp.Blog.PostFEED does, and MyApp.Blog.Registry."
    found = check({"PostFeed": "The feed.", "Post": text})
    assert said(found) == [("unknown_module", "warning", ("Post", "PostFeed"))]
