"""The review of a context's designs as a Markdown document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel

from design_sessions.markdown import MarkdownDocument, plain_text
from design_sessions.safe_markdown import inline
from design_sessions.severity import SEVERITIES, by_severity
from design_sessions.status import ReviewFinding
from design_sessions.wording import counted, one_line

_ACCEPTED = "Accepted Although Invalid"
_ACCEPTED_ITEM = re.compile(r"^- `[^`]+`: `(?P<path>[^`]+)`, blob `(?P<blob>[0-9a-f]{40,64})`$")
_KINDS = {
    "consistency": "Consistency",
    "missing_dependency": "Missing dependency",
    "integration": "Integration",
}


class AcceptedDesign(BaseModel, frozen=True):
    """A design that a person accepted although it is not valid."""

    name: str
    """The component's."""
    path: str
    blob: str | None
    """Git's name of the text that was accepted; None if it has changed since."""


class RevisedDesign(BaseModel, frozen=True):
    """A design that was revised after the review."""

    name: str
    """The component's."""
    path: str
    commit: str
    """Of the revised design."""
    findings: list[ReviewFinding]
    """What its author was told."""


def render_review(
    *,
    context: str,
    summary: str,
    findings: Sequence[ReviewFinding],
    designs_read: Sequence[str],
    revised: Sequence[RevisedDesign] = (),
    accepted: Sequence[AcceptedDesign],
    skipped: Sequence[tuple[str, str]],
    model: str,
) -> str:
    """The document of a review; the same arguments give the same text.

    Args:
        context: the context's module.
        summary: the reviewer's own Markdown; its headings are put below the document's.
        findings: in any order; the document has them by severity.
        designs_read: paths of the designs that the reviewer was given.
        revised: the designs that were revised for findings, which are then not among ``findings``.
        accepted: what :func:`accepted_blobs` reads again.
        skipped: component and reason of those that have no design.
        model: who wrote the review.
    """
    ordered = by_severity(finding for finding in findings if finding.waived is None)
    waived = by_severity(finding for finding in findings if finding.waived is not None)
    parts = [
        f"# Design Review: {context}",
        f"Written by {one_line(model)} over {counted(len(designs_read), 'design')}.",
        "## Summary",
        _prose(summary) or "No summary was given.",
        "## Findings",
        _overview(ordered),
        *map(_finding, ordered),
        *_waived(waived),
        *_revised(revised),
        "## Designs Read",
        _bullets([f"`{path}`" for path in designs_read]),
    ]
    if accepted:
        parts += [
            f"## {_ACCEPTED}",
            "A person accepted these designs although they fail validation. Later sessions keep "
            "each as long as it is the blob that is named here.",
            _bullets([_accepted(each) for each in accepted]),
        ]
    if skipped:
        parts += [
            "## Skipped",
            "These components have no design in this session.",
            _bullets([f"`{name}`: {one_line(reason)}" for name, reason in skipped]),
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


def _overview(findings: Sequence[ReviewFinding]) -> str:
    if not findings:
        return "None."
    counts = {level: sum(f.severity == level for f in findings) for level in SEVERITIES}
    listed = ", ".join(f"{count} {level}" for level, count in counts.items() if count)
    return f"{counted(len(findings), 'finding')}: {listed}."


def _finding(finding: ReviewFinding) -> str:
    components = ", ".join(f"`{name}`" for name in finding.components) or "the whole context"
    return "\n\n".join(
        [
            f"### {finding.id}: {_KINDS[finding.kind]} ({finding.severity})",
            f"Components: {components}",
            *_waiver(finding),
            _prose(finding.explanation) or "No explanation was given.",
            *_sides(finding),
            "**Suggestion:**",
            _prose(finding.suggestion) or "None.",
        ]
    )


def _waived(findings: Sequence[ReviewFinding]) -> list[str]:
    if not findings:
        return []
    said = "A person decided that nothing is done about these findings."
    return ["## Waived", said, *map(_finding, findings)]


def _waiver(finding: ReviewFinding) -> list[str]:
    waived = finding.waived
    if waived is None:
        return []
    return [f"**Waived by {inline(waived.by)} on {waived.at[:10]}:** {inline(waived.reason)}"]


def _sides(finding: ReviewFinding) -> list[str]:
    """Where it stands, in the order of the finding."""
    sides = [
        f"`{one_line(side.path)}`, line {side.line}: {inline(side.says)}" for side in finding.sides
    ]
    return [_bullets(sides)] if sides else []


def _revised(revised: Sequence[RevisedDesign]) -> list[str]:
    if not revised:
        return []
    parts = [
        "## Revised After The Review",
        "These designs were revised for what was found. The revisions were validated and compared "
        "with the other designs again; the reviewer has not read them.",
    ]
    for each in revised:
        told = "\n".join(f"- {f.id}: {_prose(one_line(f.explanation))}" for f in each.findings)
        parts += [f"`{each.name}`, in `{each.path}` with commit {each.commit[:12]}:", told]
    return parts


def _bullets(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items) or "None."


def _prose(text: str) -> str:
    """A model's Markdown made to stay in its place.

    Its headings become bold text, its HTML is shown and an open code fence is closed, so that
    nothing in it can end a section of the document or swallow the next one.
    """
    # The blank line keeps a leading "---" from being read as front matter.
    document = MarkdownDocument(f"\n{text.strip()}")
    lines: list[str] = []
    for block in document.blocks:
        source = document.source(block)
        if block.kind == "heading":
            source = f"**{plain_text(block.text)}**" if block.text.strip() else ""
        elif block.kind == "html_block":
            source = source.replace("<", "&lt;")
        elif block.kind == "fence" and block.line in document.unclosed_fences:
            source = f"{source}\n{block.tokens[0].markup}"
        lines.append(source)
    return "\n\n".join(part for part in lines if part)
