from __future__ import annotations

from typing import Any, Literal

from design_sessions.markdown import MarkdownDocument
from design_sessions.review_document import AcceptedDesign, accepted_blobs, render_review
from design_sessions.status import ReviewFinding, Waiver


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
        "summary": "All in all sound.",
        "findings": [finding("minor"), finding("critical")],
        "designs_read": ["docs/design/my_app/blog/post.md"],
        "accepted": [],
        "skipped": [],
        "model": "claude-opus-5-5",
    }
    return render_review(**{**values, **changes})


def test_a_review_has_summary_findings_by_severity_and_the_designs_read() -> None:
    assert (
        render()
        == """\
# Design Review: MyApp.Blog

Written by claude-opus-5-5 over 1 design.

## Summary

All in all sound.

## Findings

2 findings: 1 critical, 1 minor.

### F1: Missing dependency (critical)

Components: `Post`, `Tag`

They differ.

**Suggestion:**

Agree.

### F3: Missing dependency (minor)

Components: `Post`, `Tag`

They differ.

**Suggestion:**

Agree.

## Designs Read

- `docs/design/my_app/blog/post.md`
"""
    )


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
    assert "## Findings\n\nNone.\n" in render(findings=[])


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
            "Summary",
            "Findings",
            "F2: Missing dependency (major)",
            "Designs Read",
        ], text
        assert accepted_blobs(render(summary=text)) == set()


def test_code_of_a_model_stays_as_it_is() -> None:
    code = "Text.\n\n```elixir\n# comment\n@spec get(id) :: t\n```"
    assert code in render(summary=code)


def test_a_waived_finding_stands_apart_with_name_and_reason() -> None:
    waived = finding("critical")
    waived.waived = Waiver(by="bo", at="2026-01-02T10:00:00Z", reason="The owner knows.")

    text = render(findings=[waived, finding("minor")])

    found, _, left = text.partition("## Waived")
    assert "1 finding: 1 minor." in found
    assert "### F1" not in found
    assert "### F1: Missing dependency (critical)" in left
    assert "**Waived by bo on 2026-01-02:** The owner knows." in left
