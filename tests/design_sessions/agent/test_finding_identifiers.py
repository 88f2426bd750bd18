"""Names of findings: pure."""

from __future__ import annotations

from typing import Any

from design_sessions.agent.finding_identifiers import with_identifiers
from design_sessions.agent.review_findings import as_decided_before, decided
from design_sessions.review_submission import ContradictionDecision
from design_sessions.status import ReviewFinding


def finding(explanation: str, severity: str = "major", **more: Any) -> ReviewFinding:
    fields: dict[str, Any] = {
        "severity": severity,
        "kind": "integration",
        "components": ["Post"],
        "explanation": explanation,
        "suggestion": "Agree.",
    }
    return ReviewFinding(**(fields | more))


def ids(findings: list[ReviewFinding]) -> list[str]:
    return [each.id for each in findings]


def test_numbers_follow_severity() -> None:
    own, found = with_identifiers(
        [finding("a", "minor"), finding("b", "critical")], [finding("c")], {}
    )
    assert (ids(own), ids(found)) == (["F3", "F1"], ["F2"])


def test_what_is_found_again_keeps_its_name_and_no_name_is_given_twice() -> None:
    known: dict[str, int] = {}
    with_identifiers([], [finding("a"), finding("b")], known)
    _, second = with_identifiers([], [finding("b"), finding("c", "critical")], known)
    _, third = with_identifiers([], [finding("a"), finding("d")], known)
    assert ids(second) == ["F2", "F3"]
    assert ids(third) == ["F1", "F4"]


def test_a_reviewers_remark_does_not_make_another_finding_of_a_contradiction() -> None:
    known: dict[str, int] = {}
    found = [finding("a")]
    decision = ContradictionDecision(number=1, change=["Tag"], reason="Tag is wrong.")
    [remarked] = decided(found, [decision])
    _, [named] = with_identifiers([], [remarked], known)
    _, [again] = with_identifiers([], found, known)
    assert named.id == again.id == "F1"


def test_a_contradiction_elsewhere_in_the_document_is_decided_on_as_before() -> None:
    [remarked] = decided(
        [finding("a")], [ContradictionDecision(number=1, change=["Tag"], reason="Tag is wrong.")]
    )
    moved = finding("a", sides=[{"path": "post.md", "line": 9, "says": "all/0"}])
    [again] = as_decided_before([moved], [remarked])
    assert again.change == ["Tag"]
    assert again.sides == moved.sides


def test_the_same_words_about_another_component_are_another_finding() -> None:
    own, _ = with_identifiers([finding("a"), finding("a", components=["Tag"])], [], {})
    assert ids(own) == ["F1", "F2"]


def test_two_contradictions_that_say_the_same_have_two_names() -> None:
    _, found = with_identifiers([], [finding("a"), finding("a")], {})
    assert ids(found) == ["F1", "F2"]
