"""Whether a submitted review is acceptable, and joining the findings of several; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from design_sessions.agent.tool_inputs import read_input
from design_sessions.agent.tools import describe_problems
from design_sessions.components import Component
from design_sessions.review_document import by_severity
from design_sessions.review_submission import ReviewSubmission
from design_sessions.status import ReviewFinding
from design_sessions.wording import fitting, one_line

_MOST_NAMES = 10_000
"""Bytes of names in the answer to a wrong one; a context may have thousands of components."""


def check_submission(
    submitted: object, *, components: Iterable[Component]
) -> ReviewSubmission | list[str]:
    """The submission with components by name, or what is wrong with it, in words for the model.

    Args:
        submitted: the input of ``submit_review``.
        components: those of the context; findings may name them by name or module.
    """
    try:
        submission = read_input(ReviewSubmission, submitted)
    except ValidationError as error:
        return [f"The submission does not fit the tool's schema: {describe_problems(error)}."]
    names = {key: c.name for c in components for key in (c.module, c.name)}
    unknown = sorted({c for f in submission.findings for c in f.components if c not in names})
    if unknown:
        known = list(dict.fromkeys(names.values()))
        listed = fitting(known, _MOST_NAMES)
        more = f", and {len(known) - len(listed):,} more" if len(listed) < len(known) else ""
        return [
            f"Unknown components: {', '.join(unknown)}. "
            f"The components are: {', '.join(listed)}{more}."
        ]
    return ReviewSubmission(
        findings=[_by_name(finding, names) for finding in submission.findings],
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


def _by_name(finding: ReviewFinding, names: Mapping[str, str]) -> ReviewFinding:
    components = list(dict.fromkeys(names[component] for component in finding.components))
    return finding.model_copy(update={"components": components})
