"""The sections that a request's document definition asks for."""

from __future__ import annotations

import re
from typing import NamedTuple

_START = re.compile(r"^(?P<marks>#*).*document definition.*$", re.I | re.M)
_HEADING = re.compile(r"^(#+)\s")
_ITEM = re.compile(
    r"^ {0,2}(?:[-*]|\d+[.)])\s+[`*]*(?:#{2,6}\s+)?(?P<name>[A-Z][\w /-]{1,40}?)[`*]*"
    r"(?:\s*\((?P<note>[^)]*)\))?\s*[`*]*(?:\s*[:\u2013\u2014-]\s*(?P<text>.*))?$"
)


class WantedSection(NamedTuple):
    """A section by its heading, with what the definition says about it."""

    name: str
    description: str = ""
    required: bool = True


DEFAULT_SECTIONS = [
    WantedSection(name)
    for name in ("Purpose", "Public API", "Execution Flow", "Dependencies", "Test Assertions")
]


def wanted_sections(text: str) -> list[WantedSection]:
    """The sections that the definition in a text lists; none where there is no definition.

    Understood are lists (``- **Name** (optional): what it holds``) after a line that says
    "document definition", up to the next heading of that line's level.
    """
    start = _START.search(text)
    sections: list[WantedSection] = []
    for line in text[start.end() :].splitlines() if start else []:
        heading = _HEADING.match(line)
        if start and heading and len(heading[1]) <= max(len(start["marks"]), 1):
            break
        item = _ITEM.match(line)
        if item:
            required = "optional" not in (item["note"] or item["text"] or "").lower()
            sections.append(WantedSection(item["name"], item["text"] or "", required))
    return sections
