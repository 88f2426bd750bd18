"""Title and body of the pull request, from what the session reports. Pure: no network, no files."""

from __future__ import annotations

from urllib.parse import quote as quote_url

from pydantic import BaseModel, Field

from design_sessions.pull_requests.authors import Author, author_of, authors_sentence
from design_sessions.pull_requests.marked_block import (
    BODY_LIMIT,
    leading,
    marked,
    with_block,
)
from design_sessions.repository.reading.authorship import Authorship
from design_sessions.review_document import RevisedDesign, by_severity
from design_sessions.safe_markdown import code, inline, quote
from design_sessions.status import (
    ComponentStatus,
    ReviewFinding,
    SessionStatusView,
    reason_given,
)
from design_sessions.wording import dollars

_ROOM = BODY_LIMIT - 1_000
"""For our text, so that its marks and some words of a person's have room beside it."""

_ROWS_NOTE = "*{omitted} more components are not listed; the branch has their designs.*"
_PRESENT = frozenset({"complete", "kept", "accepted"})
_STILL_THERE = " (but the branch has a design of it)"


class BranchLinks(BaseModel):
    """Web addresses of a branch; None where no code host shows it."""

    branch: str | None = None
    compare: str | None = None
    file_prefix: str | None = None
    """Ends with ``/``; a file's path in the repository completes it."""


class PullRequestDescription(BaseModel):
    """What a person reads first.

    Attributes:
        title: of a new pull request; from then on it is people's.
        context: module of the session's context.
        summary: Markdown, without the marks of our block.
    """

    title: str
    context: str
    summary: str

    @property
    def body(self) -> str:
        """The body of a new pull request: our block alone."""
        return marked(self.context, self.summary)

    def within(self, body: str) -> str:
        """The body of a pull request that is there, with our block renewed or added."""
        return with_block(body, self.context, self.summary)

    @property
    def text(self) -> str:
        """Title, blank line, body: what is kept where no code host takes it."""
        return f"{self.title}\n\n{self.body}"


class SessionReport(BaseModel):
    """What the description is made of."""

    view: SessionStatusView
    review_summary: str = ""
    revised: list[RevisedDesign] = Field(default_factory=list)
    """Designs that were revised after the review."""
    accepted_problems: dict[str, list[str]] = Field(default_factory=dict)
    """By component name: what is wrong with a design that a person accepted as it is."""
    skipped_but_present: frozenset[str] = frozenset()
    """Paths of designs on the branch whose components a person skipped: there before, or finished
    in that very moment."""
    authors: dict[str, Authorship] | None = None
    """By path, of what has changed on the branch; None where that is not known."""
    links: BranchLinks = BranchLinks()


def describe_session(report: SessionReport) -> PullRequestDescription:
    """Title and Markdown; what does not fit into a pull request's body is cut, and that is said."""
    view = report.view
    title = f"Add component designs for {' '.join(view.context.split())} context"
    before = [*_introduction(report), ""]
    rows = [_row(component, report) for component in view.components]
    after = [
        *_skipped(report),
        *_accepted(report),
        *_review(report),
        *_usage(view),
        f"Session {code(view.id)}",
    ]
    return PullRequestDescription(
        title=title, context=view.context, summary=_fit(before, rows, after)
    )


def _introduction(report: SessionReport) -> list[str]:
    view, links = report.view, report.links
    counts = ", ".join(
        f"{count} {state}"
        for state in dict.fromkeys(component.state for component in view.components)
        if (count := sum(component.state == state for component in view.components))
    )
    written = authors_sentence([_author(report, component) for component in view.components])
    lines = [
        f"Component designs for {code(view.context)}, {written}, from "
        f"{code(view.environment.context_path)} at {code(view.base_commit[:12])}.",
        "",
        f"- Components: {len(view.components)}" + (f" ({counts})" if counts else ""),
        f"- Branch: {_link(view.branch, links.branch)}",
    ]
    if links.compare:
        lines.append(f"- [Compare with the base]({links.compare})")
    return lines


def _author(report: SessionReport, component: ComponentStatus) -> Author | None:
    """None where the component has no design."""
    if component.state not in _PRESENT and component.design_path not in report.skipped_but_present:
        return None
    return author_of(component, report.authors, model=report.view.agent.model)


def _row(component: ComponentStatus, report: SessionReport) -> str:
    author, prefix = _author(report, component), report.links.file_prefix
    url = prefix + quote_url(component.design_path) if prefix and author else None
    file = _link(component.design_path, url) if author else "none"
    # Revisions of drafts that are not what lies there would be somebody else's.
    revisions = component.revisions if author is None or author.models else "none"
    usage = component.usage
    tokens = f"{usage.total_input_tokens:,} in, {usage.output_tokens:,} out"
    return (
        f"| {code(component.module)} | {inline(component.type)} | {file} | {component.state} "
        f"| {author.short if author else 'nobody'} | {revisions} | {tokens} |"
    )


def _table(rows: list[str]) -> list[str]:
    if not rows:
        return []
    return [
        "## Components",
        "",
        "| Component | Type | Design | State | Written by | Revisions | Tokens |",
        "|---|---|---|---|---|---:|---:|",
        *rows,
        "",
    ]


def _skipped(report: SessionReport) -> list[str]:
    items = [
        f"- {code(component.module)}: "
        + inline(
            reason_given(component.error) or "no reason was given",
            1_000,
        )
        + (_STILL_THERE if component.design_path in report.skipped_but_present else "")
        for component in report.view.components
        if component.state == "skipped"
    ]
    return ["## Skipped", "", *items, ""] if items else []


def _accepted(report: SessionReport) -> list[str]:
    lines: list[str] = []
    for component in report.view.components:
        if component.state != "accepted":
            continue
        reason = reason_given(component.error)
        lines.append(
            f"- {code(component.module)}" + (f": {inline(reason, 1_000)}" if reason else "")
        )
        problems = report.accepted_problems.get(component.name, [])
        lines += [f"  - {inline(problem, 500)}" for problem in problems]
    if not lines:
        return []
    return [
        "## Accepted although invalid",
        "",
        "A person accepted these designs as they are; validation found:",
        "",
        *lines,
        "",
    ]


def _review(report: SessionReport) -> list[str]:
    review = report.view.review
    if review is None:
        return ["## Review", "", "The designs were not reviewed together.", ""]
    if review.state != "complete":
        reason = reason_given(review.error)
        because = f": {inline(reason, 1_000)}" if reason else "."
        return ["## Review", "", f"The review was not done ({review.state}){because}", ""]
    url = report.links.file_prefix + quote_url(review.path) if report.links.file_prefix else None
    lines = ["## Review", "", f"Document: {_link(review.path, url)}", ""]
    if report.review_summary.strip():
        lines += [*quote(report.review_summary), ""]
    found = [line for finding in by_severity(review.findings) for line in _finding(finding)]
    return [*lines, *(found or ["No findings."]), "", *_revised(report)]


def _revised(report: SessionReport) -> list[str]:
    if not report.revised:
        return []
    lines = ["Revised after the review, with what was found:", ""]
    for each in report.revised:
        lines.append(f"- {code(each.name)}, {each.commit[:12]}")
        lines += [f"  - {inline(finding.explanation, 1_500)}" for finding in each.findings]
    return [*lines, ""]


def _finding(finding: ReviewFinding) -> list[str]:
    names = ", ".join(code(name) for name in finding.components)
    lines = [
        f"- **{finding.severity}**, {finding.kind.replace('_', ' ')}"
        + (f", {names}" if names else "")
        + f": {inline(finding.explanation, 1_500)}"
    ]
    lines += [
        f"  - {code(side.path)}, line {side.line}: {inline(side.says)}" for side in finding.sides
    ]
    if finding.suggestion.strip():
        lines.append(f"  - Suggestion: {inline(finding.suggestion, 1_500)}")
    return lines


def _usage(view: SessionStatusView) -> list[str]:
    usage = view.usage
    of_components = sum(component.usage.total_input_tokens for component in view.components)
    review_input = usage.total_input_tokens - of_components
    review_output = usage.output_tokens - sum(c.usage.output_tokens for c in view.components)
    review = f"- Of these for the review: {review_input:,} in, {review_output:,} out"
    cost = (
        "unknown, because a model has no price in the table"
        if usage.cost_usd is None
        else f"{dollars(usage.cost_usd)}, an estimate from a price table, not a bill"
    )
    return [
        "## Usage",
        "",
        f"- Tokens: {usage.total_input_tokens:,} in (of which {usage.cache_read_tokens:,} read "
        f"from cache), {usage.output_tokens:,} out, including all attempts",
        *([review] if review_input > 0 else []),
        f"- Estimated cost: {cost}",
        "",
    ]


def _link(text: str, url: str | None) -> str:
    return f"[{code(text)}]({url})" if url else code(text)


def _fit(before: list[str], rows: list[str], after: list[str]) -> str:
    """Everything if it fits; else fewer rows, as the branch lists the files anyway."""
    body = "\n".join([*before, *_table(rows), *after])
    if len(body) <= _ROOM:
        return body
    room = _ROOM - len("\n".join([*before, *_table([""]), *after, _ROWS_NOTE])) - 20
    kept = leading(rows, max(room, _ROOM // 4))
    note = [_ROWS_NOTE.format(omitted=len(rows) - len(kept)), ""] if len(kept) < len(rows) else []
    return "\n".join([*before, *_table(kept), *note, *after])
