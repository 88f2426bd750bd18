"""Names of findings: pure."""

from __future__ import annotations

from typing import Any

import pytest

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
    a, b, c, d = (finding(name, about=f"{name}/1") for name in "abcd")
    with_identifiers([], [a, b], known)
    _, second = with_identifiers([], [b, c.model_copy(update={"severity": "critical"})], known)
    _, third = with_identifiers([], [a, d], known)
    assert ids(second) == ["F2", "F3"]
    assert ids(third) == ["F1", "F4"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Post has no `all/0`.", "The design of Post lacks `Post.all/0`, which Feed calls."),
        ("It is unclear who owns it.", "Nobody owns it."),
    ],
)
def test_a_finding_in_other_words_keeps_its_name(before: str, after: str) -> None:
    known: dict[str, int] = {}
    sides = [{"path": "post.md", "line": 3, "says": "x"}]
    [first], _ = with_identifiers([finding(before, sides=sides)], [], known)
    moved = [{"path": "post.md", "line": 9, "says": "y"}]
    [again], _ = with_identifiers([finding(after, "minor", sides=moved)], [], known)
    assert first.id == again.id == "F1"


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "consistency"},
        {"components": ["Tag"]},
        {"sides": [{"path": "tag.md", "line": 1, "says": "x"}]},
        {"about": "all/1"},
        {"about": "Shop.Blog.Tag"},
    ],
)
def test_another_kind_place_or_function_is_another_finding(other: dict[str, Any]) -> None:
    known: dict[str, int] = {}
    with_identifiers([finding("It is wrong.")], [], known)
    [new], _ = with_identifiers([finding("It is wrong.", **other)], [], known)
    assert new.id == "F2"


def test_what_it_is_about_counts_whether_or_not_its_module_is_said() -> None:
    known: dict[str, int] = {}
    with_identifiers([finding("a", about="Shop.Blog.Post.all/0")], [], known)
    [again], _ = with_identifiers([finding("b", about="`all/0`")], [], known)
    assert again.id == "F1"


def test_a_reviewers_remark_does_not_make_another_finding_of_a_contradiction() -> None:
    known: dict[str, int] = {}
    found = [finding("a")]
    decision = ContradictionDecision(number=1, change=["Tag"], reason="Tag is wrong.")
    [remarked] = decided(found, [decision])
    _, [named] = with_identifiers([], [remarked], known)
    _, [again] = with_identifiers([], found, known)
    assert named.id == again.id == "F1"


def test_a_contradiction_elsewhere_in_the_document_is_decided_on_as_before() -> None:
    before = finding("a", sides=[{"path": "post.md", "line": 3, "says": "all/0"}])
    decision = ContradictionDecision(number=1, change=["Tag"], reason="Tag is wrong.")
    [remarked] = decided(decided([before], [decision]), [decision])
    moved = finding("a", sides=[{"path": "post.md", "line": 9, "says": "all/0"}])
    [again] = as_decided_before([moved], [remarked])
    assert again.change == ["Tag"]
    assert again.explanation == "a The reviewer: Tag is wrong."
    assert again.sides == moved.sides


def test_the_same_words_about_another_component_are_another_finding() -> None:
    own, _ = with_identifiers([finding("a"), finding("a", components=["Tag"])], [], {})
    assert ids(own) == ["F1", "F2"]


def test_two_contradictions_that_say_the_same_have_two_names() -> None:
    _, found = with_identifiers([], [finding("a"), finding("a")], {})
    assert ids(found) == ["F1", "F2"]
