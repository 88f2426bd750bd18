from __future__ import annotations

from typing import Any

from design_sessions.agent import review_opening
from design_sessions.agent.review_opening import ReviewedContext, closing_opening
from design_sessions.design_document.problems import DesignProblem
from design_sessions.review_submission import ReviewSubmission
from design_sessions.status import ReviewFinding
from tests.support.stores import blog_context

POST, TAG = blog_context(["MyApp.Blog.Post", "MyApp.Blog.Tag"]).components
MANY = blog_context([f"MyApp.Blog.Component{number}" for number in range(5_000)]).components
ROOM = 300_000


def context(**changes: Any) -> ReviewedContext:
    fields: dict[str, Any] = {
        "project": "my_app",
        "module": "MyApp.Blog",
        "path": "docs/design/my_app/blog.md",
        "text": "# MyApp.Blog\n",
    }
    return ReviewedContext(**(fields | changes))


def text_of(blocks: list[dict[str, Any]]) -> str:
    return "\n".join(block["text"] for block in blocks)


def opening(*, of: ReviewedContext | None = None, room: int = ROOM, **changes: Any) -> str:
    arguments: dict[str, Any] = {"others": [TAG]} | changes
    designs = [(POST, "# MyApp.Blog.Post\n\nA post.\n")]
    return text_of(review_opening.review_opening(of or context(), designs, room=room, **arguments))


def test_the_opening_contains_the_designs_and_the_contexts_document() -> None:
    text = opening(accepted=["Post", "Tag"])
    assert "Design of the context: docs/design/my_app/blog.md" in text
    assert 'path="docs/design/my_app/blog.md" context="MyApp.Blog">\n# MyApp.Blog\n</' in text
    assert (
        'path="docs/design/my_app/blog/post.md" component="Post" module="MyApp.Blog.Post" '
        'type="schema">\n# MyApp.Blog.Post\n\nA post.\n</'
    ) in text
    assert "- schema: Tag\n" in text
    assert "tag.md" not in text
    assert "Accepted by a person although not valid: Post\n" in text


def test_a_design_that_is_too_long_is_cut_and_the_message_says_so() -> None:
    text = opening(room=25)
    assert "A post." not in text
    assert "post.md is too long to be given in full: 2 of its 3 lines are below." in text
    assert "start_line=3" in text


def test_a_review_is_told_what_validation_noticed() -> None:
    noticed = [
        DesignProblem(
            line=7, message="A Public API without\n`@spec`.", severity="warning", rule="x"
        )
    ]
    text = opening(warnings={"docs/post.md": noticed * 9, "docs/tag.md": []})
    assert "- docs/post.md, line 7: A Public API without `@spec`." in text
    assert text.count("line 7") == review_opening.MOST_WARNINGS
    assert "warnings" not in opening(warnings={"docs/tag.md": []})


def test_a_review_is_pointed_to_the_user_stories_where_there_are_some() -> None:
    text = opening(
        of=context(
            project_description="A blog\nfor a shop.",
            project_documents=["executive_summary.md", "docs/user_stories.md"],
        )
    )
    assert "About the project: A blog for a shop." in text
    assert "- executive_summary.md\n- docs/user_stories.md\n" in text
    assert "acceptance criteria of the user stories" in text
    executive = context(project_documents=["executive_summary.md"])
    assert "acceptance criteria" not in opening(of=executive)


def test_thousands_of_other_components_and_warnings_take_only_their_share() -> None:
    warned = {
        c.design_path: [DesignProblem(line=1, message="Odd.", severity="warning", rule="x")]
        for c in MANY
    }
    text = opening(others=MANY, warnings=warned, of=context(text="A line of text.\n" * 90_000))
    assert len(text) < ROOM // 3
    assert "more, whose names have no room here" in text
    assert "blog.md is too long to be given in full" in text


def finding(**changes: Any) -> ReviewFinding:
    fields: dict[str, Any] = {
        "severity": "major",
        "kind": "integration",
        "components": ["Post"],
        "explanation": "Post calls\nTag.all.",
        "suggestion": "Add it.",
    }
    return ReviewFinding(**(fields | changes))


def test_the_closing_conversation_gets_what_each_group_found() -> None:
    reviews = [
        ReviewSubmission(summary="First\nhalf.", findings=[finding(), finding(severity="minor")]),
        ReviewSubmission(summary="Second half.", findings=[]),
    ]
    text = text_of(closing_opening(context(), reviews, room=ROOM, components=[POST, TAG]))
    assert "Group 1: First half.\nGroup 2: Second half.\n" in text
    assert text.count("Post calls Tag.all. Suggestion: Add it.") == 1
    assert "- major, integration, Post: Post calls Tag.all. Suggestion: Add it." in text
    assert "- schema: Post, Tag\n" in text


def test_what_dozens_of_groups_found_fits_the_worst_first_and_says_what_does_not() -> None:
    reviews = [
        ReviewSubmission(
            summary="A long summary. " * 2_000,
            findings=[
                finding(
                    severity="critical" if number == 79 else "minor",
                    explanation=f"Point {number}.{each}. {'Words. ' * 100}",
                )
                for each in range(30)
            ],
        )
        for number in range(80)
    ]
    blocks = closing_opening(context(), reviews, room=ROOM, components=MANY)
    assert len(text_of(blocks).encode()) < ROOM * 5 / 4
    given = blocks[-1]["text"]
    assert "Group 80: A long summary." in given
    assert all(f"Point 79.{each}." in given for each in range(30))
    assert "more, not more severe than these, which have no room here" in given
