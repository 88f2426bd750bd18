"""Signatures: a function's name and how many arguments it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.contradictions.reading.elixir_source import closing_of, split_top

FUNCTION_NAME = r"[a-z_][A-Za-z0-9_]*[?!]?"
MOST_ARGUMENTS = 20

_NAME = re.compile(FUNCTION_NAME)
_DEFAULT = re.compile(r"\\\\")
_KEYWORD = re.compile(r"[a-z_]\w*[?!]?:(?:\s|$)")
_OPTIONS = re.compile(
    r"(?:(?:opts|options|params|_opts)\b\s*(?:::.*)?|(?:\w+\s*::\s*)?(?:keyword|Keyword\.t)\(.*\))$",
    re.DOTALL,
)
_ELLIPSIS = re.compile(r"\.\.\.|\u2026")


@dataclass(frozen=True)
class Signature:
    """A function with the numbers of arguments that it can be called with."""

    name: str
    least: int
    most: int
    """Without default values the same as ``least``."""
    ends_in_options: bool = False
    """The last argument is a keyword list, which callers may be allowed to leave out."""

    @property
    def is_counted(self) -> bool:
        """Whether the place says how many arguments there are, and not the name alone."""
        return self.most < MOST_ARGUMENTS

    @property
    def arities(self) -> range:
        """All numbers of arguments."""
        return range(self.least, self.most + 1)


def arguments(text: str, opening: int) -> list[str] | None:
    """The arguments between the bracket at ``opening`` and the one that closes it.

    A trailing ``key: value, other: value`` is one argument. None if they cannot be counted: no
    closing bracket, or an ellipsis among them.
    """
    closing = closing_of(text, opening)
    if closing is None:
        return None
    inside = text[opening + 1 : closing].strip()
    if _ELLIPSIS.search(inside):
        return None
    found = split_top(inside, ",") if inside else []
    while len(found) > 1 and _KEYWORD.match(found[-1]) and _KEYWORD.match(found[-2]):
        found.pop()
    return found if all(found) and len(found) <= MOST_ARGUMENTS else None


def read_signature(text: str) -> Signature | None:
    """The signature at the start of a text such as ``get(scope, id \\\\ nil)`` or ``count``."""
    name = _NAME.match(text)
    if name is None:
        return None
    if not text.startswith("(", name.end()):
        return Signature(name.group(), 0, 0)
    found = arguments(text, name.end())
    if found is None:
        return None
    defaults = sum(_DEFAULT.search(each) is not None for each in found)
    options = bool(found) and _OPTIONS.match(found[-1]) is not None
    return Signature(name.group(), len(found) - defaults, len(found), options)
