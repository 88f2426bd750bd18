"""Named values inside an entry: ``**Priority:** 2``, ``- **Route:** /posts``, ``Type: schema``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from design_sessions.context_document.model import Report
from design_sessions.context_document.names import read_named
from design_sessions.markdown import plain_text, shown

READ_FIELDS = frozenset({"type", "priority", "description", "dependencies"})
"""Fields that become properties of a component; every other goes into its details."""

_SYNONYMS = {"depends on": "dependencies", "dependency": "dependencies", "summary": "description"}
_KNOWN = READ_FIELDS | _SYNONYMS.keys() | {"route", "params", "parameters"}
_FIELD = re.compile(
    r"\s*(?:(?P<mark>\*\*|__)(?P<marked>[A-Za-z ]{1,40})(?::\s*(?P=mark)|(?P=mark)\s*:)"
    r"|(?P<plain>[A-Za-z ]{1,40}):(?=\s|$))\s*(?P<value>.*)"
)
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_NOTHING = frozenset({"", "none", "n/a", "-", "null", "nil"})


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
    """The field in one line of a paragraph or list item; None for ordinary text."""
    match = _FIELD.match(text)
    if match is None:
        return None
    name = " ".join((match["marked"] or match["plain"]).lower().split())
    if name not in _KNOWN:
        return None
    return Field(canonical(name), match["value"].strip(), line)


def first_of(fields: list[Field], name: str) -> Field | None:
    """The first field of this name."""
    return next((field for field in fields if field.name == name), None)


def says_nothing(text: str) -> bool:
    """Whether a value is empty or only says that there is none."""
    return text.lower().rstrip(".") in _NOTHING


def read_type(field: Field | None) -> str | None:
    """A type in the document's own words; None when it says nothing."""
    value = plain_text(field.value) if field else ""
    return None if says_nothing(value) else value


def read_priority(field: Field | None, report: Report) -> int:
    """A priority, 0 with a diagnostic when it is no whole number."""
    if field is None:
        return 0
    value = plain_text(field.value)
    if _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if not says_nothing(value):
        report.add(field.line, f"The priority {shown(value)} is read as 0: write a whole number.")
    return 0


def read_module_list(text: str) -> list[str]:
    """The module names in a line such as ```Post`, MyApp.Users and Tag``; empty for ``None``."""
    if says_nothing(plain_text(text)):
        return []
    parts = re.split(r"[,;]|\band\b", plain_text(text))
    named = (read_named(part) for part in parts)
    return [each.name for each in named if each is not None]
