"""Whether a file's content is text that can be looked at as a document."""

from __future__ import annotations

import re

from design_sessions.design_document.problems import DesignProblem
from design_sessions.unprintable import UNPRINTABLE, kind_of
from design_sessions.utf8 import decode_text

LONGEST_DESIGN = 150_000
"""Characters; a longer text is not a design and is not validated."""
MOST_LINES = 6_000
MOST_CELLS = 20_000
"""Of tables. These three keep the time for a document of any shape below a second."""

_WRAPPED = re.compile(
    r"[\ufeff\s]*^ {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?:markdown|md|text)?[ \t]*\r?\n\s*(?:#|---)",
    re.MULTILINE | re.IGNORECASE,
)
"""A fence before the title: nothing of such a document could be read."""
_CLOSED = re.compile(r"^ {0,3}(?:`{3,}|~{3,})\s*\Z", re.MULTILINE)


def decoded(content: bytes) -> str | DesignProblem:
    """The text of a file, or what is wrong with its bytes."""
    text, wrong_line = decode_text(content)
    if wrong_line is None:
        return text
    return DesignProblem(
        line=wrong_line, message="The document is not Markdown text: save it as UTF-8."
    )


def is_too_long(text: str) -> bool:
    """Whether a text is beyond what any design has, in characters, lines or cells of tables."""
    return (
        len(text) > LONGEST_DESIGN
        or text.count("\n") + text.count("\r") > MOST_LINES
        or text.count("|") > MOST_CELLS
    )


def text_problem(text: str, module: str) -> DesignProblem | None:
    """What is wrong with a text as such; None for one that can be looked at."""
    if len(text) > LONGEST_DESIGN:
        return DesignProblem(
            line=1,
            message=f"The document has {len(text)} characters: shorten it to {LONGEST_DESIGN}.",
        )
    if is_too_long(text):
        return DesignProblem(
            line=1,
            message=f"The document is too long: shorten it to {MOST_LINES} lines and {MOST_CELLS} "
            "cells in tables.",
        )
    if not text.strip("\ufeff \t\r\n"):
        return DesignProblem(
            line=1, message=f"The document is empty: write the design of {module}."
        )
    if wrapped := _WRAPPED.match(text):
        opening = text.count("\n", 0, wrapped.start("fence")) + 1
        closing = " and the fence that closes it" if _CLOSED.search(text) else ""
        return DesignProblem(
            line=opening,
            message=f"The whole document is inside a code fence: remove this line{closing}.",
            rule="closed-fence",
        )
    found = UNPRINTABLE.search(text)
    if found is None:
        return None
    return DesignProblem(
        line=text.count("\n", 0, found.start()) + 1,
        message="The document is not Markdown text: remove the "
        f"{kind_of(found[0])} U+{ord(found[0]):04X}.",
    )
