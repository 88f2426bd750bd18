"""What makes a finding the same as one that was found before, whatever its words; pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from design_sessions.status import ReviewFinding

_FUNCTION = re.compile(r"(?<![\w/])[a-z_]\w*[?!]?/\d{1,2}(?![\w/])")
_CYCLE = re.compile(r"->|\bcycl|\bcircular", re.IGNORECASE)
_MARKS = re.compile(r"[`*\s]+")


def identities(findings: Sequence[ReviewFinding]) -> list[str]:
    """A key for each finding, 16 hexadecimal digits; those of one list differ.

    A finding is known by its kind, the components that it concerns, the documents on its sides, and
    the function or module that it is about. Lines and words do not count, since both are others
    after each revision and in each review. Findings that agree in all this are numbered in their
    order.
    """
    seen = Counter[tuple[str, ...]]()
    keys = []
    for finding in findings:
        known_by = _known_by(finding)
        seen[known_by] += 1
        # The first has no number, so that it is the same whether or not there are others.
        number = () if seen[known_by] == 1 else (str(seen[known_by]),)
        keys.append(hashlib.sha256("\0".join([*known_by, *number]).encode()).hexdigest()[:16])
    return keys


def tells_of(finding: ReviewFinding, other: ReviewFinding) -> bool:
    """Whether two findings are the same contradiction, told by somebody else.

    They are of one kind and concern the same components; and they name a function in common, or
    tell of a dependency of one on the other that is not a cycle. Arities do not count: where two
    sides have different ones, each may be named.
    """
    if finding.kind != other.kind or set(finding.components) != set(other.components):
        return False
    is_dependency = finding.kind == "missing_dependency" and len(set(finding.components)) == 2
    is_cycle = any(_CYCLE.search(f"{each.about} {each.explanation}") for each in (finding, other))
    return (is_dependency and not is_cycle) or not _functions(finding).isdisjoint(_functions(other))


def _functions(finding: ReviewFinding) -> set[str]:
    said = f"{finding.about} {finding.explanation}"
    return {function.partition("/")[0] for function in _FUNCTION.findall(said)}


def _known_by(finding: ReviewFinding) -> tuple[str, ...]:
    paths = sorted({side.path for side in finding.sides})
    return (finding.kind, *sorted(finding.components), "", *paths, "", _about(finding))


def _about(finding: ReviewFinding) -> str:
    """What a finding is about: a function without its module, a module, or whatever it says; else
    the functions that its explanation names, of which one wording gives other arities."""
    said = _MARKS.sub(" ", finding.about).strip()
    if said:
        return ", ".join(sorted(set(_FUNCTION.findall(said)))) or said
    return ", ".join(sorted(_functions(finding)))
