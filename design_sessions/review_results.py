"""What a session made of a review: the findings, and the designs that it changed or that a person
took as they are."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, Field

from design_sessions.severity import SEVERITIES
from design_sessions.status import ReviewFinding
from design_sessions.wording import counted


class AcceptedDesign(BaseModel, frozen=True):
    """A design that a person accepted although it is not valid."""

    name: str
    """The component's."""
    path: str
    blob: str | None
    """Git's name of the text that was accepted; None if it has changed since."""


class RevisedDesign(BaseModel, frozen=True):
    """A design that findings asked to be revised."""

    name: str
    """The component's."""
    path: str
    commit: str
    """Of the revised design; empty where its agent left it as it was."""
    findings: list[ReviewFinding]
    """What its author was told, as far as it is not open any more."""
    still_open: list[ReviewFinding] = Field(default_factory=list)
    """What its author was told and is open all the same."""

    @property
    def where(self) -> str:
        """Where the revision is, in words."""
        return f"in commit {self.commit[:12]}" if self.commit else "asked for and not changed"


def counted_by_severity(findings: Iterable[ReviewFinding]) -> str:
    """``2 minor findings``; ``3 findings (1 critical and 2 minor)`` where they differ."""
    levels = [finding.severity for finding in findings]
    counts = [f"{levels.count(level)} {level}" for level in SEVERITIES if level in levels]
    if len(counts) == 1:
        return f"{counts[0]} finding{'s' if len(levels) > 1 else ''}"
    *most, last = counts or ["0"]
    said = f"{', '.join(most)} and {last}" if most else last
    return f"{counted(len(levels), 'finding')} ({said})"
