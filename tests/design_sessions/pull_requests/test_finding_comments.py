from __future__ import annotations

from typing import Any

from design_sessions.pull_requests.finding_comments import (
    MOST_POSTED,
    FindingReview,
    keys_in,
    lines_of_patch,
    not_said,
    review_of,
)
from design_sessions.status import FindingSide, ReviewFinding

POST, FEED = "docs/post.md", "docs/feed.md"
PATHS = {"Post": POST, "Feed": FEED}
DIFF = {POST: {1, 2, 3}, FEED: {1, 2, 3}}


def finding(*places: tuple[str, int], **more: Any) -> ReviewFinding:
    fields: dict[str, Any] = {
        "severity": "major",
        "kind": "integration",
        "components": ["Feed", "Post"],
        "explanation": "Feed calls Post.new/2, and the design has new/1.",
        "suggestion": "Use one.",
        "sides": [FindingSide(path=path, line=line, says="new") for path, line in places],
    }
    return ReviewFinding.model_validate(fields | more)


def reviewed(*findings: ReviewFinding) -> FindingReview | None:
    return review_of(not_said(findings, set()), DIFF, PATHS)


def test_a_finding_is_known_again_when_its_lines_have_moved() -> None:
    before = finding((FEED, 3), (POST, 9))

    said = set(not_said([before], set()))

    assert not_said([finding((POST, 1), (FEED, 7), severity="minor")], said) == {}
    assert not_said([finding((POST, 1), (FEED, 7), explanation="new/2 is not there.")], said) == {}
    assert not_said([finding((FEED, 3), (POST, 9), explanation="all/1 is not there.")], said)


def test_another_finding_about_the_same_is_said_too() -> None:
    said = set(not_said([finding((FEED, 3))], set()))

    assert len(not_said([finding((FEED, 3)), finding((FEED, 9))], said)) == 1


def test_what_was_said_in_a_comment_or_a_body_is_not_said_again() -> None:
    findings = [finding((FEED, 3)), finding(explanation="As a whole.")]
    review = review_of(not_said(findings, set()), DIFF, PATHS)
    assert review is not None

    said = keys_in([review.body, *(comment.body for comment in review.comments)])

    assert not_said(findings, said) == {}


def test_the_comment_stands_on_the_side_that_has_to_change() -> None:
    review = reviewed(finding((FEED, 3), (POST, 2), change=["Post"]))

    assert review is not None
    (comment,) = review.comments
    assert (comment.path, comment.line) == (POST, 2)
    assert "`docs/feed.md`, line 3" in comment.body
    assert review.body == "The designs have 1 open finding."


def test_without_a_line_in_the_diff_another_side_or_the_body_says_it() -> None:
    other = reviewed(finding((FEED, 3), (POST, 9), change=["Post"]))
    none = reviewed(finding((FEED, 30)))

    assert other is not None
    assert none is not None
    assert [c.path for c in other.comments] == [FEED]
    assert none.comments == []
    assert "new/2, and the design" in none.body


def test_more_than_fit_wait_and_the_most_severe_come_first() -> None:
    many = [finding(explanation=f"Number {n}. {'x' * 1_400}", severity="minor") for n in range(80)]
    worst = finding(explanation="The worst.", severity="critical")

    review = review_of(not_said([*many, worst], set()), DIFF, PATHS)

    assert review is not None
    assert review.findings[0] == worst
    assert len(review.findings) <= MOST_POSTED
    assert review.waiting == 81 - len(review.findings)
    assert len(review.body) < 65_536


def test_models_cannot_end_our_mark_or_notify_anybody() -> None:
    review = reviewed(finding(explanation="<!-- context-design --> @ann #12"))

    assert review is not None
    assert review.body.count("<!--") == 1
    assert "@ann" not in review.body


def test_the_lines_of_a_diff_are_those_of_the_new_text() -> None:
    patch = "@@ -1,2 +1,3 @@ # A\n a\n+b\n c\n@@ -9 +12 @@\n-x\n+y\n@@ -20,1 +30,0 @@\n-z"

    assert lines_of_patch(patch) == {1, 2, 3, 12}
