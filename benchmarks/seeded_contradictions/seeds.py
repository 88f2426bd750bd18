"""What a seed is, and all seeds of a context.

A seed changes one side of what two documents, or a list and a directory, agree about. The places
are found by expressions of their own here, and not by the code that is judged with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.seeded_contradictions.corpus import Corpus
from design_sessions.contradictions.findings import Finding, Kind


@dataclass(frozen=True)
class Seed:
    """One change, and what a check should say about it."""

    name: str
    """What kind of change it is."""
    where: str
    kinds: frozenset[Kind]
    """Any of these is right."""
    concerned: frozenset[str]
    """The modules between which something is wrong now."""
    corpus: Corpus
    """The documents with the change."""


@dataclass(frozen=True)
class Outcome:
    """What the checks said of a seed that they had not said before."""

    seed: Seed
    found: bool
    """An error of the right kind names a module that is concerned."""
    only_warned: bool
    """A warning of the right kind does, and no error."""
    unrelated: tuple[Finding, ...]
    """New findings that name none of them."""


def outcomes(before: Corpus, seeds: Iterator[Seed]) -> Iterator[Outcome]:
    """Check every seed of a context."""
    known = {_key(each) for each in before.check().findings}
    for seed in seeds:
        new = [each for each in seed.corpus.check().findings if _key(each) not in known]
        names = {_name(before, module) for module in seed.concerned}
        right = [
            each for each in new if each.kind in seed.kinds and names.intersection(each.components)
        ]
        found = any(each.severity == "error" for each in right)
        unrelated = [each for each in new if not names.intersection(each.components)]
        yield Outcome(seed, found, bool(right) and not found, tuple(unrelated))


def _key(finding: Finding) -> tuple[object, ...]:
    """A finding without its lines, which a change may move."""
    return finding.kind, finding.severity, finding.components, finding.explanation


def _name(corpus: Corpus, module: str) -> str:
    return module.removeprefix(f"{corpus.context.module}.")
