"""What a simulated model takes from the text of a context's design document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SPEC = re.compile(r"^\s*@(?:spec|callback)\s+(?P<text>.+)$")
_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<title>.+?)\s*#*\s*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FILLER = re.compile(r"\b(?:tbd|todo|tba|fixme|wip|none|n/a)\b", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(```|~~~)")


@dataclass
class ContextNotes:
    """The parts that a component's design draws on."""

    title: str = ""
    purpose: str = ""
    specs: list[str] = field(default_factory=list)
    """Functions of the context's public API, without ``@spec``."""
    components: dict[str, str] = field(default_factory=dict)
    """Descriptions by the names as they stand in the document."""
    dependencies: list[str] = field(default_factory=list)
    flows: dict[str, list[str]] = field(default_factory=dict)
    """Numbered steps by the heading of their flow."""
    access: list[str] = field(default_factory=list)

    def description_of(self, module: str) -> str:
        """The description of the component whose name is an end of the module."""
        for name, text in self.components.items():
            if module == name or module.endswith(f".{name}"):
                return text
        return ""


def telling(description: str) -> str:
    """The description, or nothing when it is only a comment or a filler such as ``TBD``."""
    text = _COMMENT.sub("", description).strip()
    return text if any(c.isalnum() for c in _FILLER.sub("", text)) else ""


def read_notes(text: str) -> ContextNotes:
    """Read a context document line by line; what is not understood is left out."""
    notes = ContextNotes()
    section = entry = ""
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
            continue
        spec = _SPEC.match(line)
        if spec:
            notes.specs.append(" ".join(spec.group("text").split()))
        if fenced:
            continue
        heading = _HEADING.match(line)
        if heading is None:
            _take_line(notes, section, entry, line.strip())
            continue
        title = heading.group("title").strip("`* ")
        level = len(heading.group("marks"))
        if level == 1:
            notes.title = notes.title or title
        elif level == 2:
            section, entry = title.lower(), ""
        else:
            entry = title
    return notes


def _take_line(notes: ContextNotes, section: str, entry: str, line: str) -> None:
    if not line or line.startswith("|") or line.lower().startswith("**priority"):
        return
    bullet = re.match(r"^(?:[-*]|\d+\.)\s+(.*)$", line)
    if section in ("purpose", "overview") and not notes.purpose:
        notes.purpose = line
    elif section == "components" and entry:
        known = notes.components.get(entry, "")
        notes.components[entry] = f"{known} {line}".strip()
    elif section == "dependencies" and bullet:
        notes.dependencies.append(bullet.group(1).strip("`* "))
    elif section == "execution flow" and entry and bullet:
        notes.flows.setdefault(entry, []).append(bullet.group(1))
    elif section == "access patterns" and bullet:
        notes.access.append(bullet.group(1))
