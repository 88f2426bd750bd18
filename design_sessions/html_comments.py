"""HTML comments in Markdown: what an author hides from the reader."""

from __future__ import annotations

import re

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def without_comments(text: str) -> str:
    """The text without HTML comments; an unclosed one reaches to the end."""
    return COMMENT.sub("", text)
