"""What a reader of a review decides on: its verdict, what was fixed and what remains; pure."""

from __future__ import annotations

from collections.abc import Sequence

from design_sessions.contradictions.coverage import CoveredFunction
from design_sessions.model_prose import prose
from design_sessions.review_coverage import uncovered
from design_sessions.review_links import DocumentLinks, heading_link
from design_sessions.review_results import RevisedDesign, counted_by_severity
from design_sessions.safe_markdown import code
from design_sessions.status import ReviewFinding
from design_sessions.wording import counted, listed, shortened

_MOST_NAMED = 20
_MOST_ITEMS = 100
_ROOM_FOR_FIXED = 30_000
"""Characters of what was fixed."""
_LONGEST = 500
"""Characters of one explanation."""


def review_verdict(
    open_findings: Sequence[ReviewFinding],
    revised: Sequence[RevisedDesign],
    functions: Sequence[CoveredFunction],
    designs: int,
    waived: int = 0,
) -> str:
    """The state of the designs in a sentence.

    Args:
        open_findings: those that nothing has answered.
        revised: the designs that were revised for findings.
        functions: the context's public functions.
        designs: how many were reviewed.
        waived: how many findings a person has waived.
    """
    over = f"in {counted(designs, 'design')}"
    if open_findings:
        are = "are" if len(open_findings) > 1 else "is"
        said = f"{counted_by_severity(open_findings)} {are} open {over}"
    else:
        said = f"No finding is open {over}"
    fixed = len(fixed_findings(revised))
    if fixed:
        said += f"; {counted(fixed, 'finding')} {'were' if fixed > 1 else 'was'} fixed"
    if waived:
        said += f"; {counted(waived, 'finding')} {'were' if waived > 1 else 'was'} waived"
    nobody = len(uncovered(functions))
    if nobody:
        said += f"; no design covers {nobody} of {counted(len(functions), 'public function')}"
    return f"{said}."


def fixed_findings(revised: Sequence[RevisedDesign]) -> list[ReviewFinding]:
    """What the revisions have answered, each once: several designs may be told the same."""
    found: list[ReviewFinding] = []
    for design in revised:
        found += [each for each in design.findings if each not in found]
    return found


def fixed_section(revised: Sequence[RevisedDesign], links: DocumentLinks) -> list[str]:
    """Which findings were fixed in which commit, as paragraphs and lists."""
    if not revised:
        return ["No design was revised after the review."]
    parts = [
        "These designs were to be revised for what was found. The revisions were validated and "
        "compared with the other designs again; the reviewer has not read them."
    ]
    room = _ROOM_FOR_FIXED
    for number, each in enumerate(revised):
        items = [f"- {_told(finding)}" for finding in each.findings]
        items += [f"- Still open: {_told(finding)}" for finding in each.still_open]
        lead = f"{code(each.name)}, {links.to(each.path)}, {each.where}:"
        room -= len(lead) + sum(map(len, items))
        if room < 0:
            parts.append(f"{counted(len(revised) - number, 'more design')}, as the commits say.")
            break
        parts += [lead, "\n".join(items)]
    return parts


def remaining_section(
    titles: Sequence[tuple[str, ReviewFinding]],
    *,
    left: Sequence[str],
    accepted: int,
    skipped: int,
    functions: Sequence[CoveredFunction],
) -> list[str]:
    """What is left for a person to decide, as one list.

    Args:
        titles: the open findings, each with the heading that it has in the document.
        left: names of components that would have to change and are a person's.
        accepted: designs that are not valid and were accepted.
        skipped: components without a design.
        functions: the context's public functions.
    """
    items = [_remaining(title, finding) for title, finding in titles[:_MOST_ITEMS]]
    if len(titles) > _MOST_ITEMS:
        items.append(f"{len(titles) - _MOST_ITEMS:,} more findings, listed below.")
    items += [
        f"{code(name)} is left to a person, who wrote, changed or accepted its design, or it has "
        "none."
        for name in left
    ]
    if accepted:
        items.append(f"{counted(accepted, 'design')} accepted although not valid, listed below.")
    if skipped:
        items.append(f"{counted(skipped, 'component')} without a design, listed below.")
    nobody = [f"`{name}`" for name in uncovered(functions)]
    if nobody:
        items.append(f"No design covers {listed(nobody, _MOST_NAMED)}.")
    if not items:
        return ["Nothing is left to decide."]
    return ["\n".join(f"- {item}" for item in items)]


def _remaining(title: str, finding: ReviewFinding) -> str:
    names = finding.change or finding.components
    who = ", ".join(code(name) for name in names) or "the whole context"
    what = " would have to change" if finding.change else "; a person decides"
    return f"{heading_link(title)}: {who}{what}."


def _told(finding: ReviewFinding) -> str:
    return (
        f"**{finding.id}**, {finding.severity}: {prose(shortened(finding.explanation, _LONGEST))}"
    )
