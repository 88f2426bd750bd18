"""Whether a submitted review is acceptable, and joining the findings of several; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from design_sessions.agent.tool_inputs import read_input
from design_sessions.agent.tools import describe_problems
from design_sessions.components import Component
from design_sessions.finding_identity import identities, tells_of
from design_sessions.review_submission import ContradictionDecision, ReviewSubmission
from design_sessions.severity import by_severity
from design_sessions.status import ReviewFinding
from design_sessions.wording import fitting, one_line

_REMARK = " The reviewer: "
_MOST_NAMES = 10_000
"""Bytes of names in the answer to a wrong one; a context may have thousands of components."""


def check_submission(
    submitted: object, *, components: Iterable[Component], contradictions: int = 0
) -> ReviewSubmission | list[str]:
    """The submission with components by name, or what is wrong with it, in words for the model.

    Args:
        submitted: the input of ``submit_review``.
        components: those of the context; findings may name them by name or module.
        contradictions: how many were found without a model, numbered from 1.
    """
    try:
        submission = read_input(ReviewSubmission, submitted)
    except ValidationError as error:
        return [f"The submission does not fit the tool's schema: {describe_problems(error)}."]
    names = {key: c.name for c in components for key in (c.module, c.name)}
    named: list[ReviewFinding | ContradictionDecision]
    named = [*submission.findings, *submission.decisions]
    unknown = sorted({c for each in named for c in _named(each) if c not in names})
    if unknown:
        known = list(dict.fromkeys(names.values()))
        listed = fitting(known, _MOST_NAMES)
        more = f", and {len(known) - len(listed):,} more" if len(listed) < len(known) else ""
        return [
            f"Unknown components: {', '.join(unknown)}. "
            f"The components are: {', '.join(listed)}{more}."
        ]
    wrong = [each.number for each in submission.decisions if each.number > contradictions]
    if wrong:
        given = f"1 to {contradictions}" if contradictions else "none"
        return [f"Decisions on unknown contradictions: {wrong}. Their numbers are: {given}."]
    return ReviewSubmission(
        findings=[_by_name(finding, names) for finding in submission.findings],
        decisions=[
            each.model_copy(update={"change": _names(each.change, names)})
            for each in submission.decisions
        ],
        summary=submission.summary.strip(),
    )


def merge_findings(findings: Iterable[ReviewFinding]) -> list[ReviewFinding]:
    """The findings without repetitions, the most severe first.

    A finding repeats another if it says the same of the same components; the more severe one, or
    else the first, stays.
    """
    kept: dict[tuple[object, ...], ReviewFinding] = {}
    for finding in by_severity(findings):
        words = one_line(finding.explanation).casefold()
        kept.setdefault((finding.kind, frozenset(finding.components), words), finding)
    return list(kept.values())


def decided(
    contradictions: Sequence[ReviewFinding], decisions: Iterable[ContradictionDecision]
) -> list[ReviewFinding]:
    """The contradictions as the reviewer decided on them; the others as they are."""
    found = list(contradictions)
    for each in decisions:
        before = found[each.number - 1]
        found[each.number - 1] = _decided(before, each.change, one_line(each.reason))
    return found


def without_repetitions(
    submission: ReviewSubmission, contradictions: Sequence[ReviewFinding]
) -> ReviewSubmission:
    """The submission with what repeats a contradiction taken for a decision on it.

    Where the reviewer has decided on that contradiction as well, that decision counts.
    """
    findings, decisions = [], list(submission.decisions)
    undecided = set(range(1, len(contradictions) + 1)) - {each.number for each in decisions}
    for finding in submission.findings:
        repeated = [n for n, each in enumerate(contradictions, start=1) if tells_of(finding, each)]
        if not repeated:
            findings.append(finding)
        for number in undecided.intersection(repeated) if finding.change else ():
            undecided.remove(number)
            decisions.append(
                ContradictionDecision(
                    number=number, change=finding.change, reason=finding.explanation
                )
            )
    return submission.model_copy(update={"findings": findings, "decisions": decisions})


def as_decided_before(
    found: Iterable[ReviewFinding], before: Iterable[ReviewFinding]
) -> list[ReviewFinding]:
    """Contradictions found again at whatever lines, those that were decided on as decided."""
    again, earlier = list(found), list(before)
    known = dict(zip(identities(earlier), earlier, strict=True))
    return [
        _decided(each, known[key].change, known[key].explanation.partition(_REMARK)[2])
        if key in known
        else each
        for key, each in zip(identities(again), again, strict=True)
    ]


def _decided(contradiction: ReviewFinding, change: Sequence[str], remark: str) -> ReviewFinding:
    """A contradiction with the designs to change, and the reviewer's remark if there is one."""
    said = contradiction.explanation.partition(_REMARK)[0]
    return contradiction.model_copy(
        update={
            "change": list(change),
            "explanation": f"{said}{_REMARK}{remark}" if remark else said,
        }
    )


def _named(said: ReviewFinding | ContradictionDecision) -> list[str]:
    components = said.components if isinstance(said, ReviewFinding) else []
    return [*components, *said.change]


def _by_name(finding: ReviewFinding, names: Mapping[str, str]) -> ReviewFinding:
    return finding.model_copy(
        update={
            "components": _names([*finding.components, *finding.change], names),
            "change": _names(finding.change, names),
            "id": "",
            "waived": None,
        }
    )


def _names(said: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names[component] for component in said))
