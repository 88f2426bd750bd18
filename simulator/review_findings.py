"""What a simulated review finds by comparing designs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any

_SPEC = re.compile(r"^\s*@(?:spec|callback)\s+(?P<name>[a-z_]\w*[?!]?)\(", re.M)
_MOST_OF_A_KIND = 2


@dataclass(frozen=True)
class Design:
    """One design document as the review sees it."""

    name: str
    path: str
    functions: frozenset[str]
    dependencies: str
    text: str


@dataclass(frozen=True)
class Finding:
    """One point of a review."""

    severity: str
    kind: str
    components: tuple[str, ...]
    explanation: str
    suggestion: str

    def as_json(self) -> dict[str, Any]:
        """As the submit tool takes it."""
        return {
            "severity": self.severity,
            "kind": self.kind,
            "components": list(self.components),
            "explanation": self.explanation,
            "suggestion": self.suggestion,
        }


def read_design(name: str, path: str, text: str) -> Design:
    """Take from a design what the comparison needs."""
    dependencies = re.search(r"^## Dependencies\s*\n(?P<body>.*?)(?=^## |\Z)", text, re.M | re.S)
    return Design(
        name=name,
        path=path,
        functions=frozenset(_SPEC.findall(text)),
        dependencies=dependencies.group("body") if dependencies else "",
        text=text,
    )


def find(designs: list[Design]) -> list[Finding]:
    """Functions defined twice, undeclared and circular dependencies, and what stands alone."""
    candidates = [
        finding
        for first, second in combinations(designs, 2)
        for finding in (
            _circle(first, second),
            _undeclared(first, second),
            _undeclared(second, first),
            _same_functions(first, second),
        )
        if finding is not None
    ]
    if not candidates and designs:
        candidates.append(_integration(designs))
    findings: list[Finding] = []
    for finding in candidates:
        alike = [other for other in findings if other.kind == finding.kind]
        if len(alike) < _MOST_OF_A_KIND:
            findings.append(finding)
    return sorted(findings, key=lambda finding: finding.severity != "major")


def _same_functions(first: Design, second: Design) -> Finding | None:
    common = sorted(first.functions & second.functions)
    if not common:
        return None
    return Finding(
        "minor",
        "consistency",
        (first.name, second.name),
        f"Both {first.path} and {second.path} define `{common[0]}`.",
        f"Say in one of them which of the two a caller uses for `{common[0]}`.",
    )


def _circle(first: Design, second: Design) -> Finding | None:
    if not (_declares(first, second) and _declares(second, first)):
        return None
    return Finding(
        "major",
        "missing_dependency",
        (first.name, second.name),
        f"{first.name} and {second.name} depend on each other.",
        "Let one of them receive what it needs as an argument.",
    )


def _undeclared(user: Design, used: Design) -> Finding | None:
    if not _mentions(user, used) or _declares(user, used):
        return None
    return Finding(
        "minor",
        "missing_dependency",
        (user.name, used.name),
        f"{user.path} uses {used.name} without declaring it as a dependency.",
        f"Add {used.name} to the dependencies of {user.name}.",
    )


def _declares(user: Design, used: Design) -> bool:
    return re.search(rf"\b{re.escape(_short(used))}\b", user.dependencies) is not None


def _mentions(design: Design, other: Design) -> bool:
    return re.search(rf"\b{re.escape(_short(other))}\b", design.text) is not None


def _short(design: Design) -> str:
    return design.name.rsplit(".", 1)[-1]


def _integration(designs: list[Design]) -> Finding:
    first, last = designs[0], designs[-1]
    return Finding(
        "minor",
        "integration",
        tuple(dict.fromkeys((first.name, last.name))),
        f"No design says how {first.name} and {last.name} meet.",
        "Describe one flow of the context from end to end.",
    )
