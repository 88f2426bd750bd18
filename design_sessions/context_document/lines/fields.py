"""Named values inside an entry: ``**Priority:** 2``, ``- **Route:** /posts``, ``Type: schema``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.context_document.model import Report
from design_sessions.markdown import plain_text, shown

READ_FIELDS = frozenset({"type", "priority", "description", "dependencies", "module"})
"""Fields that become properties of a component; every other goes into its details."""

_SYNONYMS = {
    "kind": "type",
    "component type": "type",
    "module type": "type",
    "module name": "module",
    "depends on": "dependencies",
    "dependency": "dependencies",
    "deps": "dependencies",
    "uses": "dependencies",
    "summary": "description",
    "purpose": "description",
    "responsibility": "description",
}
_FIELD = re.compile(
    r"\s*(?:(?P<mark>\*\*|__|[*_`])(?P<marked>[A-Za-z ]{1,40})"
    r"(?::\s*(?P=mark)|(?P=mark)\s*:|(?P=mark)\s+[-\u2013\u2014]\s)"
    r"|(?P<plain>[A-Za-z ]{1,40}):(?=\s|$))\s*(?P<value>.*)",
    re.DOTALL,
)
_MARKED_FIELD = re.compile(r"\s*(?P<mark>\*\*|__)[A-Za-z ]{1,40}(?::\s*(?P=mark)|(?P=mark)\s*:)")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_NOTHING = frozenset(
    {
        "",
        "none",
        "n/a",
        "-",
        "\u2013",
        "\u2014",
        "null",
        "nil",
        "nothing",
        "tbd",
        "todo",
        "...",
        "\u2026",
    }
    | {"no dependencies", "no external dependencies", "not applicable", "no components", "none yet"}
)


@dataclass(frozen=True)
class Field:
    """One named value. ``value`` keeps its markup."""

    name: str
    value: str
    line: int


def canonical(name: str) -> str:
    """The name of a field in lower case, synonyms replaced."""
    key = " ".join(name.lower().split())
    return _SYNONYMS.get(key, key)


def read_field(text: str, line: int) -> Field | None:
    """The field of a component in one line or list item; None for any other text."""
    match = _FIELD.match(text)
    if match is None:
        return None
    name = canonical(match["marked"] or match["plain"])
    return Field(name, match["value"].strip(), line) if name in READ_FIELDS else None


def is_marked_field(text: str) -> bool:
    """Whether a line is any named value whose name is marked, such as ``**Route:** /posts``."""
    return _MARKED_FIELD.match(text) is not None


def first_of(fields: list[Field], name: str) -> Field | None:
    """The first field of this name."""
    return next((field for field in fields if field.name == name), None)


def says_nothing(text: str) -> bool:
    """Whether a value is empty or only says that there is nothing."""
    plain = " ".join(text.split())
    if plain == "Todo":
        return False  # A good name of a component, unlike TODO.
    return plain.lower().strip(".*_`()") in _NOTHING or plain.lower() in _NOTHING


def read_type(field: Field | None) -> str | None:
    """A type in the document's own words; None when it says nothing."""
    value = plain_text(field.value.split("\n", 1)[0]) if field else ""
    return None if says_nothing(value) else value


def read_priority(field: Field | None, report: Report) -> int:
    """A priority; 0 with a diagnostic if it is not a whole number."""
    if field is None:
        return 0
    value = plain_text(field.value)
    if _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if not says_nothing(value):
        report.add(field.line, f"The priority {shown(value)} is read as 0: write a whole number.")
    return 0
