"""Links from a review to the documents beside it, as they work on its branch; pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from urllib.parse import quote

from design_sessions.safe_markdown import code


class DocumentLinks:
    """Relative links from one document to others.

    Args:
        path: of the document that has the links, from the repository's root.
        existing: the documents that are there; others are named without a link.
    """

    def __init__(self, path: str, existing: Collection[str]) -> None:
        self._directory = posixpath.dirname(path)
        self._existing = existing

    def to(self, path: str, line: int | None = None, *, text: str | None = None) -> str:
        """A link to a document or to one of its lines.

        Code hosts show Markdown as a page without lines; ``plain=1`` asks for its text.
        """
        shown = text or code(path)
        if path not in self._existing:
            return shown
        way = quote(posixpath.relpath(path, self._directory or "."))
        return f"[{shown}]({way}{f'?plain=1#L{line}' if line else ''})"

    def to_line(self, path: str, line: int) -> str:
        """The document with the line, as a link."""
        return self.to(path, line, text=f"{code(path)}, line {line}")


def heading_link(heading: str) -> str:
    """A link to a heading of the same document, by the anchor that code hosts give it."""
    anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    return f"[{heading}](#{anchor})"
