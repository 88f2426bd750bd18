"""Components without a design, and designs that nothing lists."""

from __future__ import annotations

from tests.design_sessions.contradictions.conftest import Check, said

DESIGN = "## Functions\n\n### run/0\n"


def test_a_listed_component_without_a_design_is_an_error(check: Check) -> None:
    found = check({"Feed": DESIGN}, listed=["Feed", "Post"])
    assert said(found) == [("missing_design", "error", ("Post",))]
    (side,) = found.findings[0].sides
    assert (side.path, side.line) == ("docs/spec/my_app/blog.spec.md", 11)
    assert "docs/spec/my_app/blog/post.spec.md" in found.findings[0].explanation


def test_a_component_that_needs_no_design_is_excused(check: Check) -> None:
    found = check({"Feed": DESIGN}, listed=["Feed", "Post"], excused=("MyApp.Blog.Post",))
    assert said(found) == []


def test_a_design_that_the_context_does_not_list_is_an_error(check: Check) -> None:
    found = check({"Feed": DESIGN, "Post": DESIGN}, listed=["Feed"])
    assert said(found) == [("unlisted_design", "error", ("Post",))]


def test_a_title_that_is_a_module_makes_a_design(check: Check) -> None:
    found = check({"Feed": DESIGN, "Post": "A post."}, listed=["Feed"])
    assert said(found) == [("unlisted_design", "error", ("Post",))]


def test_notes_beside_designs_and_inner_contexts_are_none(check: Check) -> None:
    inner = "# MyApp.Blog.Comments\n\n## Components\n\n### Comment\n\nOne.\n"
    found = check(
        {"Feed": DESIGN},
        others={
            "MyApp.Blog.Notes": "# Notes\n\nThings to do.\n",
            "MyApp.Blog.Comments": inner,
            "MyApp.Blog.Comments.Comment": f"# MyApp.Blog.Comments.Comment\n\n{DESIGN}",
        },
    )
    assert said(found) == []


def test_a_file_of_almost_the_same_name_is_named(check: Check) -> None:
    found = check(
        {}, listed=["GitHub"], others={"MyApp.Blog.Github": f"# MyApp.Blog.GitHub\n\n{DESIGN}"}
    )
    assert said(found) == [("missing_design", "error", ("GitHub",))]
    assert "docs/spec/my_app/blog/github.spec.md" in found.findings[0].suggestion


def test_an_empty_design_is_none(check: Check) -> None:
    found = check(
        {"Post": "## Purpose\n\nA post.\n"},
        listed=["Post", "Tag"],
        others={
            "MyApp.Blog.Tag": " \n",
        },
    )
    assert said(found) == [("missing_design", "error", ("Tag",))]
    assert found.findings[0].explanation.endswith("tag.spec.md is empty.")
