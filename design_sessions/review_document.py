"""The review of a context's designs as a Markdown document."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from design_sessions.contradictions.coverage import CoveredFunction
from design_sessions.layouts import REVIEW_TITLE
from design_sessions.markdown import MarkdownDocument
from design_sessions.model_prose import prose
from design_sessions.review_coverage import coverage_section
from design_sessions.review_links import DocumentLinks
from design_sessions.review_outcome import fixed_section, remaining_section, review_verdict
from design_sessions.review_results import AcceptedDesign, RevisedDesign, counted_by_severity
from design_sessions.safe_markdown import inline
from design_sessions.severity import by_severity
from design_sessions.status import ReviewFinding
from design_sessions.unprintable import printable_line
from design_sessions.wording import counted, shortened

_ACCEPTED = "Accepted Although Invalid"
_ACCEPTED_ITEM = re.compile(r"^- `[^`]+`: `(?P<path>[^`]+)`, blob `(?P<blob>[0-9a-f]{40,64})`$")
_KINDS = {
    "consistency": "Consistency",
    "missing_dependency": "Missing dependency",
    "integration": "Integration",
}
_MOST_FINDINGS = 150
_ROOM_FOR_FINDINGS = 60_000
"""Characters of the findings: a document that is longer than a design may be is not read."""
_MOST_LISTED = 1_000


def render_review(
    *,
    context: str,
    context_path: str,
    path: str,
    summary: str,
    findings: Sequence[ReviewFinding],
    designs_read: Sequence[str],
    accepted: Sequence[AcceptedDesign],
    skipped: Sequence[tuple[str, str]],
    model: str,
    revised: Sequence[RevisedDesign] = (),
    left: Sequence[str] = (),
    functions: Sequence[CoveredFunction] = (),
    existing: Collection[str] = (),
) -> str:
    """The document of a review; the same arguments give the same text.

    Args:
        context: the context's module.
        context_path: its document.
        path: where this document goes, from the repository's root.
        summary: the reviewer's own Markdown; its headings are put below the document's.
        findings: those that are open, in any order; the document has them by severity.
        designs_read: paths of the designs that the reviewer was given.
        accepted: what :func:`accepted_blobs` reads again.
        skipped: component and reason of those that have no design.
        model: who wrote the review.
        revised: the designs that were revised for findings.
        left: names of components that would have to change and are a person's.
        functions: the public functions that the context's document states.
        existing: documents that can be linked to.
    """
    ordered = by_severity(finding for finding in findings if finding.waived is None)
    waived = by_severity(finding for finding in findings if finding.waived is not None)
    links = DocumentLinks(path, existing)
    titles = [(_title(number, each), each) for number, each in enumerate(ordered, start=1)]
    parts = [
        f"# {REVIEW_TITLE}: {context}",
        f"Written by {inline(model)} over {counted(len(designs_read), 'design')}.",
        "## Verdict",
        review_verdict(ordered, revised, functions, len(designs_read), len(waived)),
        "## Summary",
        prose(summary) or "No summary was given.",
        "## Findings",
        *_findings(titles, links),
        "## What Was Fixed",
        *fixed_section(revised, links),
        "## What Remains",
        *remaining_section(
            titles, left=left, accepted=len(accepted), skipped=len(skipped), functions=functions
        ),
        *_waived(waived, links),
        "## Public Functions",
        *coverage_section(functions, context_path, links),
        "## Designs Read",
        _listed([links.to(each) for each in designs_read]) or "The reviewer was given no design.",
    ]
    if accepted:
        parts += [
            f"## {_ACCEPTED}",
            "A person accepted these designs although they fail validation. Later sessions keep "
            "each as long as it is the blob that is named here.",
            "\n".join(f"- {_accepted(each)}" for each in accepted),
        ]
    if skipped:
        parts += [
            "## Skipped",
            "These components have no design in this session.",
            _listed([f"`{name}`: {inline(reason)}" for name, reason in skipped]),
        ]
    return "\n\n".join(parts) + "\n"


def accepted_blobs(text: str) -> set[tuple[str, str]]:
    """Path and blob of each accepted design that the document of a review names."""
    document = MarkdownDocument(text)
    section = next((h for h in document.headings if h.level == 2 and h.text == _ACCEPTED), None)
    if section is None:
        return set()
    lines = document.lines[section.content_line - 1 : document.end_of(section) - 1]
    items = filter(None, (_ACCEPTED_ITEM.match(line.rstrip()) for line in lines))
    return {(item["path"], item["blob"]) for item in items}


def _accepted(design: AcceptedDesign) -> str:
    if design.blob is None:
        return f"`{design.name}`: `{design.path}`, changed since"
    return f"`{design.name}`: `{design.path}`, blob `{design.blob}`"


def _findings(titles: Sequence[tuple[str, ReviewFinding]], links: DocumentLinks) -> list[str]:
    if not titles:
        return ["No finding is open."]
    count = counted_by_severity([finding for _, finding in titles])
    parts = [
        f"{count} are open, the most severe first." if len(titles) > 1 else f"{count} is open."
    ]
    return parts + _fitting(titles, links)


def _fitting(titles: Sequence[tuple[str, ReviewFinding]], links: DocumentLinks) -> list[str]:
    parts: list[str] = []
    room = _ROOM_FOR_FINDINGS
    for number, (title, finding) in enumerate(titles):
        text = _finding(title, finding, links)
        room -= len(text)
        if number == _MOST_FINDINGS or (room < 0 and number):
            parts.append(f"*{len(titles) - number:,} more are not listed; `status` has them all.*")
            break
        parts.append(text)
    return parts


def _title(number: int, finding: ReviewFinding) -> str:
    # Before it is kept, a finding has no identifier.
    return f"{finding.id or number}: {_KINDS[finding.kind]} ({finding.severity})"


def _finding(title: str, finding: ReviewFinding, links: DocumentLinks) -> str:
    components = ", ".join(f"`{name}`" for name in finding.components) or "the whole context"
    return "\n\n".join(
        [
            f"### {title}",
            f"Components: {components}",
            *_waiver(finding),
            prose(finding.explanation) or "No explanation was given.",
            *_sides(finding, links),
            "**Suggestion:**",
            prose(finding.suggestion) or "None.",
        ]
    )


def _waived(findings: Sequence[ReviewFinding], links: DocumentLinks) -> list[str]:
    if not findings:
        return []
    said = "A person decided that nothing is done about these findings."
    titles = [(_title(number, each), each) for number, each in enumerate(findings, start=1)]
    return ["## Waived", said, *_fitting(titles, links)]


def _waiver(finding: ReviewFinding) -> list[str]:
    waived = finding.waived
    if waived is None:
        return []
    return [f"**Waived by {inline(waived.by)} on {waived.at[:10]}:** {inline(waived.reason)}"]


def _sides(finding: ReviewFinding, links: DocumentLinks) -> list[str]:
    """Where it stands, in the order of the finding."""
    sides = [
        f"- {links.to_line(side.path, side.line)}: {_said(side.says)}" for side in finding.sides
    ]
    return ["\n".join(sides)] if sides else []


def _said(text: str) -> str:
    """What stands there, as it stands there unless it has marks of code itself."""
    return inline(text) if "`" in text else f"`{shortened(printable_line(text), 300)}`"


def _listed(items: Sequence[str]) -> str:
    lines = [f"- {item}" for item in items[:_MOST_LISTED]]
    if len(items) > _MOST_LISTED:
        lines.append(f"- and {len(items) - _MOST_LISTED:,} more")
    return "\n".join(lines)
