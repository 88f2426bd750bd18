"""Markdown as Temporal's Web UI renders it in a workflow's details; pure.

The page for it lets HTML through, which is why no text of models or repositories may go there as it
is. It knows no style of tables, so that cells carry their own space, and its content travels in an
address, so that it is kept short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from design_sessions import safe_markdown
from design_sessions.status import Action

_CELL_SPACE = "\N{EN SPACE}"


def inline(text: str, limit: int = 300) -> str:
    """One line of text, at most ``limit`` characters of it, safe and shown as it was written."""
    return _without_named_references(safe_markdown.inline(text, limit))


def code(text: str) -> str:
    """A module, path or command as a code span; what could end one is shown as plain text."""
    return _without_named_references(safe_markdown.code(text))


def literal(text: str) -> str:
    """Something to copy, as a code span whatever is in it."""
    fence = safe_markdown.fence_around(text)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def _without_named_references(text: str) -> str:
    # The page shows ``&lt;`` as these four characters, and takes the number for what it means.
    return text.replace("&lt;", "&#60;").replace("&gt;", "&#62;")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: set[str]) -> list[str]:
    """The lines of a table; cells are Markdown already.

    Args:
        header: names of the columns.
        rows: as many cells each.
        numbers: columns that are set to the right.
    """
    rule = ["---:" if name in numbers else ":---" for name in header]
    return [_row(header), f"| {' | '.join(rule)} |", *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(f'{cell}{_CELL_SPACE}' for cell in cells)} |"


def link(text: str, *, namespace: str, workflow_id: str | None) -> str:
    """The text as a link to a workflow's page, or alone when there is no workflow yet.

    Relative to where the Web UI renders details, which works below any path it is served at.
    """
    if workflow_id is None:
        return inline(text)
    target = f"namespaces/{quote(namespace, safe='')}/workflows/{quote(workflow_id, safe='')}"
    return f"[{inline(text)}]({target})"


def sendable(action: Action) -> str:
    """Name and data of the action's update, to be typed into the page's dialog."""
    return f"{literal(action.update)} with {literal(json.dumps(action.input, ensure_ascii=False))}"
