"""The rows of tables."""

from __future__ import annotations

from design_sessions.markdown import Block


def table_rows(block: Block) -> list[tuple[int, list[str]]]:
    """The rows of a table, the header first, each with its line and the source of its cells."""
    rows: list[tuple[int, list[str]]] = []
    for token in block.tokens:
        if token.type == "tr_open":
            rows.append(((token.map or [0])[0] + 1, []))
        elif token.type == "inline" and rows:
            rows[-1][1].append(token.content)
    return rows
