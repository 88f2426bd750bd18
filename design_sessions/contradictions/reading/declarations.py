"""What Elixir code in a design declares: specs, callbacks, types, behaviours and functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from design_sessions.contradictions.reading.elixir_source import (
    LONGEST_SOURCE,
    depth_after,
    top_position,
)
from design_sessions.contradictions.reading.fences import Fence
from design_sessions.contradictions.reading.signatures import FUNCTION_NAME

DeclarationKind = Literal[
    "spec", "callback", "type", "optional_callbacks", "behaviour", "def", "defp", "defdelegate"
]

_BEGINNING = re.compile(
    r"\s*(?:@(?P<attribute>spec|callback|macrocallback|type|typep|opaque|optional_callbacks"
    r"|behaviour)\s+|(?P<definition>defp?|defmacrop?|defguardp?|defdelegate)\s+)(?P<rest>.*)",
)
_BARE_SPEC = re.compile(rf"\s*(?P<rest>{FUNCTION_NAME}\(.*)")
_CONTINUES = re.compile(r"\s*(?:\||::|when\b|to:|as:|->)")
_UNFINISHED = re.compile(r"(?:::|\||,|->|\bwhen)\s*$")
_COMMENT = re.compile(r"(?:^|\s)#(?!\{).*$")
_KINDS: dict[str, DeclarationKind] = {
    "spec": "spec",
    "callback": "callback",
    "macrocallback": "callback",
    "type": "type",
    "typep": "type",
    "opaque": "type",
    "optional_callbacks": "optional_callbacks",
    "behaviour": "behaviour",
    "def": "def",
    "defmacro": "def",
    "defguard": "def",
    "defp": "defp",
    "defmacrop": "defp",
    "defguardp": "defp",
    "defdelegate": "defdelegate",
}
_MOST_LINES = 40


@dataclass(frozen=True)
class Declaration:
    """One declaration; ``source`` is what stands behind ``@spec`` or ``def``, on one line."""

    kind: DeclarationKind
    line: int
    end: int
    """The line after it."""
    source: str
    says: str
    block: int
    """The first line of the block of code around it."""


def declarations(fence: Fence) -> Iterator[Declaration]:
    """The declarations in a block of code, in order."""
    lines = [_COMMENT.sub("", line) for line in fence.content.split("\n")]
    index = 0
    while index < len(lines):
        found = _BEGINNING.match(lines[index])
        word = (found["attribute"] or found["definition"]) if found else "spec"
        beginning = found or _BARE_SPEC.match(lines[index])
        if beginning is None:
            index += 1
            continue
        is_head = found is not None and found["definition"] not in (None, "defdelegate")
        source, end = _statement(lines, index, beginning["rest"], is_head=is_head)
        if found is not None or top_position(source, "::") > 0:
            says = " ".join(" ".join(lines[index:end]).split())
            first, last = fence.line + index, fence.line + end
            yield Declaration(_KINDS[word], first, last, source, says, fence.line)
            index = end
        else:
            index += 1


def declaration_of(text: str, line: int) -> Declaration | None:
    """The declaration that a piece of code inside a sentence is."""
    fence = Fence(line, line + 1, text, is_elixir=True)
    return next(declarations(fence), None)


def _statement(lines: list[str], index: int, first: str, *, is_head: bool) -> tuple[str, int]:
    """The source from a line on until it is complete, and the index after it."""
    source = first
    end = index + 1
    while end < len(lines) and end - index < _MOST_LINES and len(source) < LONGEST_SOURCE:
        goes_on = depth_after(source) > 0
        if not is_head:
            goes_on = goes_on or bool(_UNFINISHED.search(source) or _CONTINUES.match(lines[end]))
        if not goes_on or _BEGINNING.match(lines[end]):
            break
        source = f"{source} {lines[end].strip()}"
        end += 1
    return source.strip(), end
