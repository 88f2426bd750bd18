"""What findings are called: short names to type, the same in all rounds of a session; pure."""

from __future__ import annotations

from collections.abc import Iterable

from design_sessions.finding_identity import identities
from design_sessions.severity import SEVERITIES
from design_sessions.status import ReviewFinding


def with_identifiers(
    findings: Iterable[ReviewFinding],
    contradictions: Iterable[ReviewFinding],
    known: dict[str, int],
) -> tuple[list[ReviewFinding], list[ReviewFinding]]:
    """Both with identifiers: a finding that is the same as one before has that one's, and a new one
    the next number, in order of severity.

    Args:
        findings: the reviewer's.
        contradictions: found without a model.
        known: the number of every finding there ever was, by its identity; new ones are added.
    """
    own, found = list(findings), list(contradictions)
    keys = identities([*found, *own])
    keyed = list(zip(keys, [*found, *own], strict=True))
    # Of two that are equally severe, the reviewer's comes first.
    for key, _ in sorted(
        [*keyed[len(found) :], *keyed[: len(found)]],
        key=lambda pair: SEVERITIES.index(pair[1].severity),
    ):
        known.setdefault(key, max(known.values(), default=0) + 1)
    named = [each.model_copy(update={"id": f"F{known[key]}"}) for key, each in keyed]
    return named[len(found) :], named[: len(found)]
