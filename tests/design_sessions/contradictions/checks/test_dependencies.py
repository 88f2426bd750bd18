"""Cycles, and calls of what is not declared."""

from __future__ import annotations

import pytest

from tests.design_sessions.contradictions.conftest import Check, said


def dependencies(**names: str) -> dict[str, str]:
    return {
        name: "## Dependencies\n\n" + "\n".join(f"- MyApp.Blog.{each}" for each in needs.split())
        for name, needs in names.items()
    }


def test_each_cycle_is_reported_once_with_all_its_sides(check: Check) -> None:
    designs = dependencies(Post="Tag", Tag="Post Feed", Feed="Mail", Mail="Tag", Lone="Post")
    designs["Mail"] += " (not for writing)"
    found = check(designs)
    assert said(found) == [
        ("cycle", "error", ("Feed", "Mail", "Tag")),
        ("cycle", "error", ("Post", "Tag")),
    ]
    assert [side.says for side in found.findings[1].sides] == ["MyApp.Blog.Tag", "MyApp.Blog.Post"]


def test_of_many_cycles_through_one_dependency_the_shortest_stands_for_all(check: Check) -> None:
    users = dependencies(Feed="Mail Post Tag", Mail="Post", Post="Tag", Lone="Mail", One="Tag")
    found = check(users | dependencies(Tag="Feed One"))
    assert said(found) == [
        ("cycle", "error", ("Feed", "Tag")),
        ("cycle", "error", ("One", "Tag")),
    ]
    assert found.findings[0].explanation == (
        "The declared dependencies form a cycle: Feed -> Tag -> Feed. 2 more go through "
        "Tag -> Feed."
    )
    assert found.findings[0].change == ("Tag",)


def test_a_component_and_its_context_can_form_one(check: Check) -> None:
    designs = {"Post": "## Dependencies\n\n- MyApp.Blog"}
    found = check(designs, more="## Dependencies\n\n- MyApp.Blog.Post")
    assert said(found) == [("cycle", "error", ("Post",))]


def test_dependencies_of_a_component_without_a_design_are_those_in_the_list(check: Check) -> None:
    entry = "| field | value |\n| --- | --- |\n| dependencies | Post |\n\nA part."
    designs = {"Post": "## Internal Dependencies\n\n- MyApp.Blog.Tag\n"}
    found = check(designs, listed=["Post", "Tag"], entries={"Tag": entry})
    assert said(found)[1:] == [("cycle", "error", ("Post", "Tag"))]


@pytest.mark.parametrize(
    "text",
    [
        "None. Post depends on this.",
        "- No dependency on MyApp.Blog.Post",
        "### Used by\n\n- MyApp.Blog.Post",
        "- **Used by**:\n  - MyApp.Blog.Post",
        "- Other.Post",
    ],
)
def test_what_is_no_dependency_closes_no_cycle(check: Check, text: str) -> None:
    designs = dependencies(Post="Tag") | {"Tag": f"## Dependencies\n\n{text}\n"}
    assert said(check(designs)) == []


def test_a_call_of_what_is_not_declared_is_a_warning(check: Check) -> None:
    designs = {
        "PostRepository": "## Functions\n\n### get/1\n",
        "Feed": "Calls PostRepository.get/1.\n\n## Dependencies\n\n- MyApp.Repo\n",
        "Page": "Is called by PostRepository.get/1.\n\n## Dependencies\n\n- MyApp.Repo\n",
        "List": "Calls PostRepository.get/1.\n",
    }
    assert said(check(designs)) == [
        ("undeclared_dependency", "warning", ("Feed", "PostRepository"))
    ]


def test_a_design_without_dependencies_is_shown_at_its_heading(check: Check) -> None:
    found = check(
        {
            "PostRepository": "## Functions\n\n### get/1\n",
            "Feed": "Calls PostRepository.get/1.\n\n## Dependencies\n\nNone\n",
        }
    )
    assert [(side.line, side.says) for side in found.findings[0].sides] == [
        (3, "Calls PostRepository.get/1."),
        (5, "the dependencies do not name MyApp.Blog.PostRepository"),
    ]


def test_a_label_of_dependents_ends_with_what_is_below_it(check: Check) -> None:
    designs = dependencies(Post="Tag", Feed="Tag") | {
        "Tag": "## Dependencies\n\n- **Used by**:\n  - MyApp.Blog.Post\n- MyApp.Blog.Feed\n"
    }
    assert said(check(designs)) == [("cycle", "error", ("Feed", "Tag"))]
