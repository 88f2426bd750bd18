"""All checks together."""

from __future__ import annotations

import random

from tests.design_sessions.contradictions.conftest import Check, said

MARKS = [
    *("# ", "## Functions\n", "### a/1\n", "```elixir\n", "```\n", "@spec a(", "::", "{:ok, ", "}"),
    *("(", ")", "[", '"', "|", "- ", "\n", "MyApp.Blog.Post.a/1", "Post.a(", "/", "\\\\", "é"),
    *("@callback ", "defdelegate a(b), to: ", "## Dependencies\n", "<!--", "`", "**", "\u202e"),
    *("Implements ", "Provides a/2", "when ", "| Field | Type |\n| --- | --- |\n", "... ", "%{"),
]


def test_no_text_makes_a_check_fail(check: Check) -> None:
    rng = random.Random(7)
    for _ in range(60):
        texts = ["".join(rng.choices(MARKS, k=80)) for _ in range(3)]
        found = check(
            {"Post": texts[0], "Feed": texts[1]},
            more=texts[2].replace("#", "").replace("`", "").replace("<", ""),
        )
        assert all(side.line >= 1 for each in found.findings for side in each.sides)


def test_a_document_that_is_too_long_is_said_not_to_be_read(check: Check) -> None:
    found = check({"Post": "x" * 200_000, "Feed": "The feed."})
    assert found.unread == ("docs/spec/my_app/blog/post.spec.md",)
    assert said(found) == []


def test_findings_do_not_depend_on_the_order_of_documents(check: Check) -> None:
    designs = {
        "Post": "## Dependencies\n\n- MyApp.Blog.Tag\n- MyApp.Blog.Nothing\n",
        "Tag": "## Dependencies\n\n- MyApp.Blog.Post\n",
        "Feed": "Calls MyApp.Blog.Post.run/1 and MyApp.Blog.Gone.run/1.",
    }
    listed = ["Feed", "Post", "Tag"]
    first = check(designs, listed=listed)
    second = check(dict(reversed(designs.items())), listed=listed)
    assert first.findings == second.findings
    assert [each.severity for each in first.findings] == ["error"] * 3
    assert first.designs == 3


def test_what_is_said_of_a_place_is_one_short_line(check: Check) -> None:
    text = "Calls MyApp.Blog.Nothing.run/1 " + "and says so at length " * 50
    (finding,) = check({"Post": text}).findings
    assert len(finding.sides[0].says) == 200
