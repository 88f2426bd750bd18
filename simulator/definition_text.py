"""The sections that a request's document definition asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_START = re.compile(r"^.*document definition.*$", re.I | re.M)
_ITEM = re.compile(
    r"^\s*(?:[-*]|\d+[.)])\s+[`*]*(?:#{2,6}\s+)?(?P<name>[A-Z][\w /-]{1,40}?)[`*]*"
    r"(?:\s*\((?P<note>[^)]*)\))?\s*[`*]*(?:\s*[:\u2013\u2014-]\s*(?P<text>.*))?$"
)
_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<name>.+?)\s*(?:\((?P<note>[^)]*)\))?\s*$")


@dataclass(frozen=True)
class WantedSection:
    """A section by its heading, with what the definition says about it."""

    name: str
    description: str = ""
    required: bool = True


DEFAULT_SECTIONS = tuple(
    WantedSection(name)
    for name in ("Purpose", "Public API", "Execution Flow", "Dependencies", "Test Assertions")
)


def wanted_sections(text: str) -> list[WantedSection]:
    """The sections that the definition in a text lists; none where there is no definition.

    Understood are lists (``- **Name** (optional): what it holds``) and headings with text below,
    after a line that says "document definition".
    """
    start = _START.search(text)
    lines = text[start.end() :].splitlines() if start else []
    level = len(start.group()) - len(start.group().lstrip("#")) if start else 0
    return _listed(lines, level) or _headed(lines, level)


def _listed(lines: list[str], level: int) -> list[WantedSection]:
    sections: list[WantedSection] = []
    for line in lines:
        heading = _HEADING.match(line)
        if heading and len(heading.group("marks")) <= max(level, 1):
            break
        item = _ITEM.match(line)
        if item and not line.startswith("   "):
            note = item.group("note") or item.group("text") or ""
            required = "optional" not in note.lower()
            sections.append(WantedSection(item.group("name"), item.group("text") or "", required))
    return sections


def _headed(lines: list[str], level: int) -> list[WantedSection]:
    sections: list[WantedSection] = []
    body: list[str] = []
    for line in [*lines, "# end"]:
        heading = _HEADING.match(line)
        if heading is None:
            body.append(line)
            continue
        if sections:
            sections[-1] = WantedSection(
                sections[-1].name, " ".join(" ".join(body).split()), sections[-1].required
            )
        body = []
        if len(heading.group("marks")) <= max(level, 1):
            break
        required = "optional" not in (heading.group("note") or "").lower()
        sections.append(WantedSection(heading.group("name").strip("`* "), "", required))
    return sections
