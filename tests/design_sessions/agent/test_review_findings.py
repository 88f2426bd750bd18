from __future__ import annotations

from typing import Any

import pytest

from design_sessions.agent.review_findings import (
    as_decided_before,
    check_submission,
    decided,
    merge_findings,
    without_repetitions,
)
from design_sessions.components import Component
from design_sessions.review_submission import ContradictionDecision, ReviewSubmission
from design_sessions.status import FindingSide, ReviewFinding
from tests.support.stores import blog_context

COMPONENTS = blog_context(["MyApp.Blog.Post", "MyApp.Blog.Tag"]).components


def finding(**changes: Any) -> dict[str, Any]:
    return {
        "severity": "major",
        "kind": "integration",
        "components": ["MyApp.Blog.Post", "Tag"],
        "explanation": "Post calls Tag.all/1, which is not there.",
        "suggestion": "Add it.",
    } | changes


def test_a_sound_submission_stands_with_components_by_name() -> None:
    checked = check_submission(
        {"findings": [finding()], "summary": " Good. "}, components=COMPONENTS
    )
    assert isinstance(checked, ReviewSubmission)
    assert checked.findings[0].components == ["Post", "Tag"]
    assert checked.summary == "Good."


def problems_of(components: list[Component]) -> list[str] | ReviewSubmission:
    submitted = {"findings": [finding(components=["Postt"])], "summary": "Good."}
    return check_submission(submitted, components=components)


def test_unknown_components_are_answered_with_those_there_are() -> None:
    assert problems_of(COMPONENTS) == ["Unknown components: Postt. The components are: Post, Tag."]


def test_of_thousands_of_components_only_some_are_named() -> None:
    modules = [f"MyApp.Blog.Component{number}" for number in range(5_000)]
    problems = problems_of(blog_context(modules).components)
    assert isinstance(problems, list)
    assert len(problems[0]) < 12_000
    assert problems[0].endswith(" more.")


@pytest.mark.parametrize(
    "submitted",
    [
        None,
        "fine",
        {},
        {"findings": "none", "summary": "Good."},
        {"findings": [], "summary": "  "},
        {"findings": [finding(severity="awful")], "summary": "Good."},
        {"findings": [finding(components="Post")], "summary": "Good."},
        {"findings": [7], "summary": "Good."},
    ],
)
def test_a_malformed_submission_is_refused_with_the_reason(submitted: object) -> None:
    problems = check_submission(submitted, components=COMPONENTS)
    assert isinstance(problems, list)
    assert "does not fit the tool's schema" in problems[0]


def findings(*changes: dict[str, Any]) -> list[ReviewFinding]:
    return [ReviewFinding.model_validate(finding(**each)) for each in changes]


def test_findings_are_joined_the_worst_first() -> None:
    minor, critical = findings({"severity": "minor", "explanation": "a"}, {"severity": "critical"})
    assert merge_findings([minor, critical, minor]) == [critical, minor]


def test_of_findings_that_say_the_same_of_the_same_components_the_worst_stays() -> None:
    minor, major, of_others, of_another_kind = findings(
        {"severity": "minor", "components": ["Tag", "Post"], "suggestion": "Or drop it."},
        {
            "components": ["Post", "Tag"],
            "explanation": "post calls\n Tag.all/1, which is not there.",
        },
        {"components": ["Post"]},
        {"components": ["Post", "Tag"], "kind": "consistency"},
    )
    merged = merge_findings([minor, major, of_others, of_another_kind])
    assert merged == [major, of_others, of_another_kind]


def test_a_contradiction_that_is_found_again_has_the_decision_and_the_lines_of_now() -> None:
    def found(line: int, calls: str = "Tag.all/1") -> ReviewFinding:
        return ReviewFinding(
            severity="major",
            kind="integration",
            components=["Post"],
            explanation=f"Post calls {calls}, which is not there.",
            suggestion="Add it.",
            sides=[FindingSide(path="post.md", line=line, says=f"calls {calls}")],
        )

    decision = ContradictionDecision(number=1, change=["Tag"], reason="Post is right.")
    [before] = decided([found(3)], [decision])
    again, new = as_decided_before([found(9), found(4, "Tag.none/1")], [before])
    assert (again.change, again.sides[0].line) == (["Tag"], 9)
    assert again.explanation.endswith("Post is right.")
    assert new == found(4, "Tag.none/1")


def test_a_contradiction_that_the_reviewer_tells_once_more_is_listed_once() -> None:
    """With other words, and the arity of the other side."""
    known, other = findings({}, {"explanation": "Post calls Tag.first/0, which is not there."})
    told, new = findings(
        {"explanation": "`Tag.all/2` is what Post means.", "change": ["Post"]},
        {"explanation": "Post calls Tag.all/1.", "kind": "consistency"},
    )
    submission = ReviewSubmission(findings=[told, new], summary="Good.")

    joined = without_repetitions(submission, [other, known])
    assert joined.findings == [new]
    [decision] = joined.decisions
    assert (decision.number, decision.change) == (2, ["Post"])
    assert decided([other, known], joined.decisions)[1].explanation == (
        "Post calls Tag.all/1, which is not there. The reviewer: `Tag.all/2` is what Post means."
    )


def test_a_dependency_that_the_reviewer_misses_too_is_listed_once() -> None:
    missing = {"kind": "missing_dependency", "components": ["Post", "Tag"]}
    known, cycle = findings(
        missing | {"explanation": "Post calls Tag.all/1, and Tag is not among its dependencies."},
        missing | {"explanation": "The declared dependencies form a cycle: Post -> Tag -> Post."},
    )
    (told,) = findings(missing | {"explanation": "Post uses Tag without declaring it."})

    joined = without_repetitions(ReviewSubmission(findings=[told], summary="Good."), [known])
    assert joined.findings == []
    joined = without_repetitions(ReviewSubmission(findings=[told], summary="Good."), [cycle])
    assert joined.findings == [told]


def test_the_reviewer_s_decision_on_a_contradiction_counts_more_than_its_repetition() -> None:
    [known] = findings({})
    [told] = findings({"change": ["Post"]})
    decision = ContradictionDecision(number=1, change=["Tag"], reason="Post is right.")
    submission = ReviewSubmission(findings=[told], decisions=[decision], summary="Good.")

    joined = without_repetitions(submission, [known])
    assert (joined.findings, joined.decisions) == ([], [decision])
