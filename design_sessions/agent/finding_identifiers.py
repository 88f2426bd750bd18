"""What findings are called: short names to type, the same in all rounds of a session; pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from design_sessions.agent.review_findings import as_found
from design_sessions.severity import SEVERITIES
from design_sessions.status import ReviewFinding
from design_sessions.wording import one_line


def with_identifiers(
    findings: Iterable[ReviewFinding],
    contradictions: Iterable[ReviewFinding],
    known: dict[str, int],
) -> tuple[list[ReviewFinding], list[ReviewFinding]]:
    """Both with identifiers: a finding that says what one said before has that one's, and a new one
    the next number, in order of severity.

    Args:
        findings: the reviewer's.
        contradictions: found without a model.
        known: the number of every finding there ever was, by what it says; new ones are added.
    """
    own, found = list(findings), list(contradictions)
    keys = _unique([_by_reviewer(each) for each in own] + [_by_checks(each) for each in found])
    keyed = list(zip(keys, [*own, *found], strict=True))
    for key, _ in sorted(keyed, key=lambda pair: SEVERITIES.index(pair[1].severity)):
        known.setdefault(key, max(known.values(), default=0) + 1)
    named = [each.model_copy(update={"id": f"F{known[key]}"}) for key, each in keyed]
    return named[: len(own)], named[len(own) :]


def _by_reviewer(finding: ReviewFinding) -> str:
    return _digest("reviewer", finding.kind, *sorted(finding.components), finding.explanation)


def _by_checks(contradiction: ReviewFinding) -> str:
    return _digest("checks", *as_found(contradiction))


def _digest(*said: str) -> str:
    words = "\0".join(one_line(each).casefold() for each in said)
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def _unique(keys: Iterable[str]) -> list[str]:
    """The keys, the second of the same and those after it with a number."""
    seen = Counter[str]()
    unique = []
    for key in keys:
        seen[key] += 1
        unique.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return unique
