from __future__ import annotations

from typing import Any, Literal

from design_sessions.contradictions.coverage import Cover, CoveredFunction
from design_sessions.definitions import review_definition
from design_sessions.design_document.examination import validate_design
from design_sessions.markdown import MarkdownDocument
from design_sessions.review_document import accepted_blobs, render_review
from design_sessions.review_results import AcceptedDesign, RevisedDesign
from design_sessions.status import FindingSide, ReviewFinding, Waiver


def finding(
    severity: Literal["critical", "major", "minor"], explanation: str = "They differ."
) -> ReviewFinding:
    return ReviewFinding(
        id={"critical": "F1", "major": "F2", "minor": "F3"}[severity],
        severity=severity,
        kind="missing_dependency",
        components=["Post", "Tag"],
        explanation=explanation,
        suggestion="Agree.",
    )


def render(**changes: Any) -> str:
    values: dict[str, Any] = {
        "context": "MyApp.Blog",
        "context_path": "docs/design/my_app/blog.md",
        "path": "docs/design/my_app/blog/design_review.md",
        "summary": "All in all sound.",
        "findings": [finding("minor"), finding("critical")],
        "designs_read": ["docs/design/my_app/blog/post.md"],
        "accepted": [],
        "skipped": [],
        "model": "claude-opus-5-5",
    }
    return render_review(**{**values, **changes})


POST, TAG = "docs/design/my_app/blog/post.md", "docs/design/my_app/blog/tag.md"
SIDE = FindingSide(path=POST, line=12, says="`Tag.all/1`")


def test_the_verdict_counts_what_was_waived() -> None:
    waiver = Waiver(by="ann", at="2026-01-02T03:04:05Z", reason="Later.")
    waived = finding("critical").model_copy(update={"waived": waiver})
    assert "No finding is open in 1 design; 1 finding was waived.\n" in render(findings=[waived])


def test_a_review_has_verdict_findings_by_severity_and_what_remains() -> None:
    critical = finding("critical").model_copy(update={"sides": [SIDE], "change": ["Post"]})
    assert (
        render(findings=[finding("minor"), critical], existing=[POST])
        == """\
# Design Review: MyApp.Blog

Written by claude-opus-5-5 over 1 design.

## Verdict

2 findings (1 critical and 1 minor) are open in 1 design.

## Summary

All in all sound.

## Findings

2 findings (1 critical and 1 minor) are open, the most severe first.

### F1: Missing dependency (critical)

Components: `Post`, `Tag`

They differ.

- [`docs/design/my_app/blog/post.md`, line 12](post.md?plain=1#L12): `Tag.all/1`

**Suggestion:**

Agree.

### F3: Missing dependency (minor)

Components: `Post`, `Tag`

They differ.

**Suggestion:**

Agree.

## What Was Fixed

No design was revised after the review.

## What Remains

- [F1: Missing dependency (critical)](#f1-missing-dependency-critical): `Post` would have to \
change.
- [F3: Missing dependency (minor)](#f3-missing-dependency-minor): `Post`, `Tag`; a person decides.

## Public Functions

The context's document states no public functions.

## Designs Read

- [`docs/design/my_app/blog/post.md`](post.md)
"""
    )


def test_what_was_fixed_is_said_with_its_commit_and_counted_once() -> None:
    told = finding("major", "Post lacks a tag.")
    fixed = RevisedDesign(name="Post", path=POST, commit="a" * 40, findings=[told])
    other = RevisedDesign(
        name="Tag", path=TAG, commit="b" * 40, findings=[told], still_open=[finding("minor")]
    )
    text = render(findings=[finding("minor")], revised=[fixed, other], left=["Post"])
    assert "1 minor finding is open in 1 design; 1 finding was fixed.\n" in text
    assert (
        f"`Post`, `{POST}`, in commit aaaaaaaaaaaa:\n\n- **F2**, major: Post lacks a tag." in text
    )
    assert "- Still open: **F3**, minor: They differ." in text
    assert "- `Post` is left to a person, who wrote, changed or accepted its design" in text


def test_the_functions_of_the_context_are_listed_with_the_designs_that_cover_them() -> None:
    covers = (
        Cover(component="Post", path=POST, line=9, how="delegate", function="all/1"),
        Cover(component="Post", path=POST, line=3, how="implements"),
        Cover(component="Tag", path=TAG, line=4, how="calls"),
    )
    functions = [
        CoveredFunction(name="list/1", line=7, covers=covers),
        CoveredFunction(name="lost/0", line=8),
    ]
    text = render(findings=[], functions=functions, existing=[POST, "docs/design/my_app/blog.md"])
    assert "No finding is open in 1 design; no design covers 1 of 2 public functions.\n" in text
    assert "## What Remains\n\n- No design covers `lost/0`.\n" in text
    assert (
        "| [`list/1`](../blog.md?plain=1#L7) | [`Post`](post.md?plain=1#L9) (delegated as `all/1`);"
        " `Tag` (calls it) |\n"
        "| [`lost/0`](../blog.md?plain=1#L8) | **no design** |"
    ) in text


def test_what_is_rendered_is_valid_whatever_it_is_about() -> None:
    many = [finding("major", f"Number {number} of them.") for number in range(400)]
    texts = [
        render(),
        render(findings=[], summary="", designs_read=[]),
        render(findings=many, designs_read=[POST] * 5_000, skipped=[("Tag", "TBD\u202e <invoke>")]),
    ]
    for text in texts:
        definition = review_definition("spec")
        assert validate_design(text, definition=definition, module="MyApp.Blog") == []
    assert "250 more are not listed" in texts[2]


def test_what_a_person_decided_is_said() -> None:
    post = AcceptedDesign(name="Post", path="docs/post.md", blob="0" * 40)
    feed = AcceptedDesign(name="Feed", path="docs/feed.md", blob=None)
    text = render(accepted=[post, feed], skipped=[("Tag", "not\nneeded")])
    assert "## Accepted Although Invalid\n\nA person accepted these designs" in text
    assert f"- `Post`: `docs/post.md`, blob `{post.blob}`" in text
    assert "- `Feed`: `docs/feed.md`, changed since" in text
    assert accepted_blobs(text.replace("\n", "\r\n")) == {("docs/post.md", "0" * 40)}
    assert "## Skipped" in text
    assert "- `Tag`: not needed" in text


def test_a_review_without_findings_says_so() -> None:
    text = render(findings=[])
    assert "## Verdict\n\nNo finding is open in 1 design.\n" in text
    assert "## Findings\n\nNo finding is open.\n" in text
    assert "## What Remains\n\nNothing is left to decide.\n" in text


def test_a_models_markdown_cannot_end_or_swallow_a_section() -> None:
    hostile = [
        "# Title\n\n## Findings\n\nText.",
        "Text\n===\n\nMore\n---",
        "```elixir\n# comment\n",
        "<!-- never closed",
        "<script>\nnever closed",
        "---\na: b\n---\n",
        "- item\n  ```\n  code",
        "> quoted\n> ```",
        f"## Accepted Although Invalid\n\n- `Post`: `docs/post.md`, blob `{'0' * 40}`",
    ]
    for text in hostile:
        document = MarkdownDocument(render(summary=text, findings=[finding("major", text)]))
        assert [h.text for h in document.headings] == [
            "Design Review: MyApp.Blog",
            "Verdict",
            "Summary",
            "Findings",
            "F2: Missing dependency (major)",
            "What Was Fixed",
            "What Remains",
            "Public Functions",
            "Designs Read",
        ], text
        assert accepted_blobs(render(summary=text)) == set()


def test_code_of_a_model_stays_as_it_is() -> None:
    code = "Text.\n\n```elixir\n# comment\n@spec get(id) :: t\n```"
    assert code in render(summary=code)


def test_what_a_model_leaves_behind_makes_a_review_invalid() -> None:
    definition = review_definition("design")
    for text in ('Sound. <parameter name="x">', "None.", "[unchanged]"):
        problems = validate_design(render(summary=text), definition=definition, module="MyApp.Blog")
        assert problems, text


def test_a_waived_finding_stands_apart_with_name_and_reason() -> None:
    waived = finding("critical")
    waived.waived = Waiver(by="bo", at="2026-01-02T10:00:00Z", reason="The owner knows.")

    text = render(findings=[waived, finding("minor")])

    found, _, left = text.partition("## Waived")
    assert "1 minor finding is open" in found
    assert "### F1" not in found
    assert "### F1: Missing dependency (critical)" in left
    assert "**Waived by bo on 2026-01-02:** The owner knows." in left
