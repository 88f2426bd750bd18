"""Open findings as a review of the pull request: each on its line, once; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from pydantic import BaseModel

from design_sessions.finding_identity import identities
from design_sessions.pull_requests.first_look import finding_lines
from design_sessions.pull_requests.report import BranchLinks
from design_sessions.severity import by_severity
from design_sessions.status import FindingSide, ReviewFinding
from design_sessions.wording import counted

MOST_POSTED = 50
"""Findings in one review; GitHub slows down who writes more at once."""

_ROOM = 60_000
"""Characters of a review's body; GitHub takes 65,536."""
_MARK = re.compile(r"<!-- context-design finding: (?P<key>[0-9a-f]{16}) -->")
_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(?P<first>\d+)(?:,(?P<count>\d+))? @@", re.MULTILINE)


class LineComment(BaseModel, frozen=True):
    """One finding on a line of the new text of a file."""

    path: str
    line: int
    body: str


class FindingReview(BaseModel, frozen=True):
    """One review of a pull request."""

    findings: list[ReviewFinding]
    """All that it says, in its comments or in its body."""
    body: str
    comments: list[LineComment]
    waiting: int = 0
    """Findings that it has no room for."""


def keys_in(texts: Iterable[str]) -> set[str]:
    """The findings that comments and reviews say already, by their marks."""
    return {found["key"] for text in texts for found in _MARK.finditer(text)}


def lines_of_patch(patch: str) -> set[int]:
    """The lines of the new text that a diff shows: only these take a comment."""
    return {
        line
        for hunk in _HUNK.finditer(patch)
        for line in range(int(hunk["first"]), int(hunk["first"]) + int(hunk["count"] or 1))
    }


def not_said(findings: Iterable[ReviewFinding], said: Collection[str]) -> dict[str, ReviewFinding]:
    """The findings that are not on the pull request by their keys, the most severe first."""
    found = by_severity(findings)
    by_key = zip(identities(found), found, strict=True)
    return {key: finding for key, finding in by_key if key not in said}


def review_of(
    findings: Mapping[str, ReviewFinding],
    diff: Mapping[str, Collection[int]],
    paths: Mapping[str, str],
) -> FindingReview | None:
    """A review that says the findings; None without any.

    Args:
        findings: by key, the most severe first, none of them said before.
        diff: by path, the lines that take a comment. What stands on none of them is said in the
            review's body.
        paths: by component name, where its design is.
    """
    comments: list[LineComment] = []
    below: list[str] = []
    said: list[ReviewFinding] = []
    room = _ROOM
    for key, finding in islice(findings.items(), MOST_POSTED):
        lines = finding_lines(finding, BranchLinks())
        mark = f"<!-- context-design finding: {key} -->"
        side = _side_to_comment(finding, diff, paths)
        if side is not None:
            first = lines[0].removeprefix("- ")
            others = [line.removeprefix("  ") for line in lines[1:]]
            body = "\n".join([mark, first, *(["", *others] if others else [])])
            comments.append(LineComment(path=side.path, line=side.line, body=body))
        else:
            item = "\n".join([mark, *lines])
            room -= len(item) + 1
            if room < 0:
                continue
            below.append(item)
        said.append(finding)
    if not said:
        return None
    head = f"The designs have {counted(len(said), 'open finding')}."
    if below and comments:
        head += " These are about lines that are not part of the changes:"
    return FindingReview(
        findings=said,
        body="\n".join([head, *(["", *below] if below else [])]),
        comments=comments,
        waiting=len(findings) - len(said),
    )


def _side_to_comment(
    finding: ReviewFinding, diff: Mapping[str, Collection[int]], paths: Mapping[str, str]
) -> FindingSide | None:
    """The side to comment on: of a design that has to change, if it can be one."""
    to_change = {paths.get(name) for name in finding.change}
    sides = sorted(finding.sides, key=lambda side: side.path not in to_change)
    return next((side for side in sides if side.line in diff.get(side.path, ())), None)
