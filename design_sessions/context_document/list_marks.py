"""Lists that are none in Markdown, turned into lists line by line: with letters or symbols in front
of the items, and lists of definitions.

People write them, and as Markdown they are running text. The numbers of lines stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from design_sessions.context_document.lines.names import LONGEST_HEAD, read_component_name
from design_sessions.markdown import plain_text

_LETTERED = re.compile(
    r"(?P<indent>[ \t]*)\(?(?P<mark>[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)][ \t]+"
    r"(?P<text>[`*_\[\"]*[A-Z].*)"
)
_SYMBOL = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[^\x00-\x7f]{1,8})[ \t]+(?P<text>[`*_\[(]*\w.*)")
_SYMBOLS = frozenset({"So", "Sm", "Po", "Pd"})
_FIRST_MARKS = frozenset({"a", "i"})
_DRAWN = range(0x2500, 0x25A0)
"""Lines and blocks, of which trees are drawn."""
_TERM = re.compile(r"[`*_]*[A-Z][\w.]*[`*_]*(?: ?\([^()]*\))?\s*")
_DEFINITION = re.compile(r" {0,3}:[ \t]+(?P<text>\S.*)")
_FENCE = re.compile(r"[\s>]*(?:`{3}|~{3})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_FOOTNOTE = re.compile(r"\[\^(?P<name>[0-9]{1,3}|[a-z]{2,20})\](?P<opens>:?)")


def with_plain_lists(text: str) -> str:
    """``text`` with ``-`` in place of letters and symbols, definitions behind their terms, and
    without the marks of footnotes."""
    lines = text.split("\n")
    outside = _outside_of_code(lines)
    for numbers in _sections(lines, outside):
        _plain_marks(lines, numbers)
        _plain_definitions(lines, numbers)
    defined = {
        found["name"]
        for number in outside
        if (found := _FOOTNOTE.match(lines[number])) is not None and found["opens"]
    }
    for number in outside if defined else ():
        lines[number] = _FOOTNOTE.sub(
            lambda found: "" if found["name"] in defined and not found["opens"] else found[0],
            lines[number],
        )
    return "\n".join(lines)


def _outside_of_code(lines: Sequence[str]) -> list[int]:
    """The indices of the lines outside of fences."""
    found: list[int] = []
    in_fence = False
    for number, line in enumerate(lines):
        is_fence = _FENCE.match(line) is not None
        in_fence ^= is_fence
        if not (in_fence or is_fence):
            found.append(number)
    return found


def _sections(lines: Sequence[str], numbers: Sequence[int]) -> list[list[int]]:
    """The lines between headings, within which letters are counted."""
    found: list[list[int]] = [[]]
    for number in numbers:
        if _HEADING.match(lines[number]):
            found.append([])
        else:
            found[-1].append(number)
    return found


def _plain_marks(lines: list[str], numbers: Sequence[int]) -> None:
    """A single line with a mark is none of a list; letters have to begin with the first."""
    lettered = [(n, m) for n in numbers if (m := _LETTERED.match(lines[n])) is not None]
    if not (lettered and lettered[0][1]["mark"].lower() in _FIRST_MARKS):
        lettered = []
    symbols = [(n, m) for n in numbers if (m := _SYMBOL.match(lines[n])) is not None]
    symbols = [(n, m) for n, m in symbols if _is_symbol(m["mark"])]
    for marked in (lettered, symbols):
        is_list = len(marked) > 1 and any(_names_component(match["text"]) for _, match in marked)
        for number, match in marked if is_list else ():
            lines[number] = f"{match['indent']}- {match['text']}"


def _names_component(text: str) -> bool:
    """Whether an item is worth reading; the steps of a function stay as they are."""
    return read_component_name(plain_text(text[:LONGEST_HEAD])) is not None


def _is_symbol(mark: str) -> bool:
    return ord(mark[0]) not in _DRAWN and unicodedata.category(mark[0]) in _SYMBOLS


def _plain_definitions(lines: list[str], numbers: Sequence[int]) -> None:
    """``Post`` over ``: a schema`` becomes ``- Post: a schema``, a further definition a paragraph
    of the item."""
    is_open = False
    for before, number in pairwise(numbers):
        definition = _DEFINITION.fullmatch(lines[number])
        is_term = _TERM.fullmatch(lines[before]) is not None and number == before + 1
        if definition is None:
            is_open = is_open and not lines[number].strip()
        elif is_term:
            lines[before] = f"- {lines[before].strip()}: {definition['text']}"
            lines[number] = ""
            is_open = True
        elif is_open:
            lines[number] = f"  {definition['text']}"
