"""Title and body of the pull request, from what the session reports. Pure: no network, no files.

The first screen is for the decision: a sentence, what needs a look, and the components. How it was
made is folded away below.
"""

from __future__ import annotations

from urllib.parse import quote as quote_url

from pydantic import BaseModel

from design_sessions.pull_requests.authors import Author, author_of, authors_sentence
from design_sessions.pull_requests.first_look import (
    first_look,
    fitting_items,
    minor_findings,
    verdict,
    waived_findings,
)
from design_sessions.pull_requests.marked_block import leading, marked, with_block
from design_sessions.pull_requests.report import SessionReport
from design_sessions.safe_markdown import code, inline, quote
from design_sessions.status import ComponentStatus
from design_sessions.wording import dollars, first_sentence

MOST_CHARACTERS = 59_500
"""Of our text, with its marks at most 60,000. GitHub takes 65,536, and some words of a person's
have room beside it."""

_ROWS_NOTE = "*{omitted} more components are not listed; the branch has their designs.*"
_ROOM_FOR_DIAGRAM = 15_000
"""Characters; GitHub draws up to 50,000 of one diagram."""
_ROOM_FOR_REVISED = 8_000
"""Characters of what was revised for findings."""
_LONGEST_DESCRIPTION = 140
"""Characters: one line of the table on a wide screen."""


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


def describe_session(report: SessionReport) -> PullRequestDescription:
    """Title and Markdown; what does not fit into a pull request's body is cut, and that is said."""
    view = report.view
    look = first_look(report)
    return PullRequestDescription(
        title=f"Add component designs for {' '.join(view.context.split())} context",
        context=view.context,
        summary=_fit(
            before=[
                f"**{verdict(report)}**",
                "",
                *(["## Look at these first", "", *look, ""] if look else []),
            ],
            rows=[_row(component, report) for component in view.components],
            after=[
                *_diagram(report),
                *_revised(report),
                *_folded("The review" if view.is_reviewed else "Findings", _review(report)),
                *_folded("How it was made", _making(report)),
            ],
            details=[_making_row(component, report) for component in view.components],
        ),
    )


def _row(component: ComponentStatus, report: SessionReport) -> str:
    prefix = report.links.file_prefix
    there = report.has_design(component)
    url = prefix + quote_url(component.design_path) if prefix and there else None
    what = inline(
        first_sentence(report.descriptions.get(component.module, "")), _LONGEST_DESCRIPTION
    )
    name = _link(component.module, url)
    return f"| {name} | {inline(component.type)} | {component.state} | {what} |"


def _table(rows: list[str]) -> list[str]:
    if not rows:
        return []
    return [
        "## Components",
        "",
        "| Component | Type | State | What it is |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


def _diagram(report: SessionReport) -> list[str]:
    if not report.diagram or len(report.diagram) > _ROOM_FOR_DIAGRAM:
        return []
    return ["## Dependencies", "", "```mermaid", report.diagram.rstrip(), "```", ""]


def _revised(report: SessionReport) -> list[str]:
    if not report.revised:
        return []
    items = [
        [
            f"- {code(each.name)}, {each.where}:",
            *(f"  - {f.id}: {inline(f.explanation, 500)}" for f in each.findings),
            *(f"  - Still open: {f.id}: {inline(f.explanation, 500)}" for f in each.still_open),
        ]
        for each in report.revised
    ]
    heading = "## Revised for contradictions"
    note = "The checks have compared these again."
    if report.view.is_reviewed:
        heading, note = "## Revised after the review", f"{note} The reviewer has not read them."
    return [heading, "", note, "", *fitting_items(items, _ROOM_FOR_REVISED), ""]


def _review(report: SessionReport) -> list[str]:
    review, prefix = report.view.review, report.links.file_prefix
    lines: list[str] = []
    if review is not None and report.view.is_reviewed:
        url = prefix + quote_url(review.path) if prefix else None
        lines += [f"Document: {_link(review.path, url)}", ""]
        if report.review_summary.strip():
            lines += [*quote(report.review_summary), ""]
    for title, items in (
        ("Minor findings:", minor_findings(report)),
        ("Waived by a person:", waived_findings(report)),
    ):
        lines += [title, "", *items, ""] if items else []
    return lines


def _making(report: SessionReport) -> list[str]:
    view, links = report.view, report.links
    written = authors_sentence([_author(report, component) for component in view.components])
    lines = [
        f"- Designs for {code(view.context)}, {written}, from "
        f"{code(view.environment.context_path)} at {code(view.base_commit[:12])}",
        f"- Branch: {_link(view.branch, links.branch)}"
        + (f", [compared with the base]({links.compare})" if links.compare else ""),
        *_usage(report),
        f"- Session: {code(view.id)}",
    ]
    return [*lines, ""]


def _usage(report: SessionReport) -> list[str]:
    view, usage = report.view, report.view.usage
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
        f"- Tokens: {usage.total_input_tokens:,} in (of which {usage.cache_read_tokens:,} read "
        f"from cache), {usage.output_tokens:,} out, including all attempts",
        *([review] if review_input > 0 else []),
        f"- Estimated cost: {cost}",
    ]


def _making_row(component: ComponentStatus, report: SessionReport) -> str:
    author, usage = _author(report, component), component.usage
    # Revisions of drafts that are not what lies there would be somebody else's.
    revisions = component.revisions if author is None or author.models else "none"
    tokens = f"{usage.total_input_tokens:,} in, {usage.output_tokens:,} out"
    by = author.short if author else "nobody"
    return f"| {code(component.name)} | {by} | {revisions} | {tokens} |"


def _making_table(rows: list[str]) -> list[str]:
    if not rows:
        return []
    return _folded(
        "Each design",
        ["| Component | Written by | Revisions | Tokens |", "|---|---|---:|---:|", *rows, ""],
    )


def _author(report: SessionReport, component: ComponentStatus) -> Author | None:
    """None where the component has no design."""
    if not report.has_design(component):
        return None
    return author_of(component, report.authors, model=report.view.agent.model)


def _folded(title: str, lines: list[str]) -> list[str]:
    """Shown by a click on the title."""
    if not lines:
        return []
    return [f"<details><summary>{title}</summary>", "", *lines, "</details>", ""]


def _link(text: str, url: str | None) -> str:
    return f"[{code(text)}]({url})" if url else code(text)


def _fit(before: list[str], rows: list[str], after: list[str], details: list[str]) -> str:
    """Everything if it fits; else without details, then with fewer rows: the branch lists them."""
    for each in (details, []):
        body = "\n".join([*before, *_table(rows), *after, *_making_table(each)])
        if len(body) <= MOST_CHARACTERS:
            return body
    room = MOST_CHARACTERS - len("\n".join([*before, *_table([""]), *after, _ROWS_NOTE])) - 20
    kept = leading(rows, max(room, MOST_CHARACTERS // 4))
    note = [_ROWS_NOTE.format(omitted=len(rows) - len(kept)), ""] if len(kept) < len(rows) else []
    return "\n".join([*before, *_table(kept), *note, *after])
