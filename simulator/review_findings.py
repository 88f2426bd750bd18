"""What a simulated review finds by comparing designs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any

_SPEC = re.compile(r"^\s*@(?:spec|callback)\s+(?P<name>[a-z_]\w*[?!]?)\(", re.M)
_MOST_FINDINGS = 5


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
    findings = [
        finding
        for first, second in combinations(designs, 2)
        for finding in (_same_functions(first, second), _dependency(first, second))
        if finding is not None
    ]
    if not findings and designs:
        findings.append(_integration(designs))
    return findings[:_MOST_FINDINGS]


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


def _dependency(first: Design, second: Design) -> Finding | None:
    forward, backward = _mentions(first, second), _mentions(second, first)
    if forward and backward:
        return Finding(
            "major",
            "missing_dependency",
            (first.name, second.name),
            f"{first.name} and {second.name} name each other, so that they depend on each other.",
            "Let one of them receive what it needs as an argument.",
        )
    declared = _short(second) in first.dependencies
    if forward and not declared:
        return Finding(
            "minor",
            "missing_dependency",
            (first.name, second.name),
            f"{first.path} uses {second.name} without declaring it as a dependency.",
            f"Add {second.name} to the dependencies in {first.path}.",
        )
    return None


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
