"""The section of a review that says which components cover the context's public functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from design_sessions.contradictions.coverage import Cover, CoveredFunction
from design_sessions.review_links import DocumentLinks
from design_sessions.safe_markdown import code
from design_sessions.wording import counted

_MOST_ROWS = 500


def uncovered(functions: Iterable[CoveredFunction]) -> list[str]:
    """The functions that no design covers, by name."""
    return [each.name for each in functions if not each.covers]


def coverage_section(
    functions: Sequence[CoveredFunction], context_path: str, links: DocumentLinks
) -> list[str]:
    """The paragraphs and the table of the section, without its heading."""
    if not functions:
        return ["The context's document states no public functions."]
    covered = len(functions) - len(uncovered(functions))
    lines = [
        f"{covered} of {counted(len(functions), 'public function')} that "
        f"{links.to(context_path)} states {'is' if covered == 1 else 'are'} covered by a design."
    ]
    rows = [_row(each, context_path, links) for each in functions[:_MOST_ROWS]]
    table = ["| Function | Covered by |", "|---|---|", *rows]
    lines.append("\n".join(table))
    if len(functions) > _MOST_ROWS:
        lines.append(f"{len(functions) - _MOST_ROWS:,} more functions are not listed.")
    return lines


def _row(function: CoveredFunction, context_path: str, links: DocumentLinks) -> str:
    name = links.to(context_path, function.line, text=f"`{function.name}`")
    return f"| {name} | {'; '.join(_said(function.covers, links)) or '**no design**'} |"


def _said(covers: Sequence[Cover], links: DocumentLinks) -> list[str]:
    delegates = {each.component for each in covers if each.how == "delegate"}
    return [
        _cover(each, links)
        for each in covers
        # That the target of a delegation has the function goes without saying.
        if each.how != "implements" or each.component not in delegates
    ]


def _cover(cover: Cover, links: DocumentLinks) -> str:
    name = links.to(cover.path, cover.line, text=code(cover.component))
    function = f"`{cover.function}`" if cover.function else ""
    if cover.how == "implements":
        return f"{name} (has the function)"
    if cover.how == "calls":
        return f"{name} (calls it)"
    if cover.how == "delegate":
        return f"{name} (delegated as {function})" if function else f"{name} (delegated)"
    return f"{name} (called for it: {function})" if function else f"{name} (called for it)"
