"""Markdown as Temporal's Web UI renders it in a workflow's details; pure.

The page lets HTML through, so text from models or repositories must be escaped. It does not style
tables, so cells bring their own space. Its content travels in a URL, so it is kept short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from design_sessions import safe_markdown
from design_sessions.status import Action

_CELL_SPACE = "\N{EN SPACE}"


def inline(text: str, limit: int = 300) -> str:
    """One line of text, cut to ``limit`` characters, safe and shown as written."""
    return _without_named_references(safe_markdown.inline(text, limit))


def code(text: str) -> str:
    """A module, path or command as a code span; text that could end the span stays plain."""
    return _without_named_references(safe_markdown.code(text))


def literal(text: str) -> str:
    """Text to copy, as a code span whatever it contains."""
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
        numbers: columns that are right-aligned.
    """
    rule = ["---:" if name in numbers else ":---" for name in header]
    return [_row(header), f"| {' | '.join(rule)} |", *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(f'{cell}{_CELL_SPACE}' for cell in cells)} |"


def link(text: str, *, namespace: str, workflow_id: str | None) -> str:
    """The text as a link to a workflow's page, or just the text if there is no workflow yet.

    The link is relative to where the Web UI renders details, so it works under any path.
    """
    if workflow_id is None:
        return inline(text)
    target = f"namespaces/{quote(namespace, safe='')}/workflows/{quote(workflow_id, safe='')}"
    return f"[{inline(text)}]({target})"


def sendable(action: Action) -> str:
    """Name and data of the action's update, to type into the page's dialog."""
    return f"{literal(action.update)} with {literal(json.dumps(action.input, ensure_ascii=False))}"
