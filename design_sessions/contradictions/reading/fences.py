"""The code in a document, and which of its lines are code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from design_sessions.markdown import MarkdownDocument

_ELIXIR = frozenset({"", "elixir", "ex", "exs", "iex"})


@dataclass(frozen=True)
class Fence:
    """A block of code. ``line`` is that of its first line of code, 1-based."""

    line: int
    end: int
    """The line after its last line of code."""
    content: str
    is_elixir: bool


def fences(document: MarkdownDocument) -> Iterator[Fence]:
    """The blocks of code of a document, also those inside lists, in order."""
    for block in document.blocks:
        for token in block.tokens:
            if token.type not in ("fence", "code_block") or token.map is None:
                continue
            first = token.map[0] + (2 if token.type == "fence" else 1)
            count = token.content.count("\n")
            language = token.info.strip().split(" ")[0].lower().strip("{.}")
            yield Fence(first, first + count, token.content, language in _ELIXIR)
