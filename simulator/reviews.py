"""What a simulated review finds by comparing the designs that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from simulator.conversation import Conversation, Document
from simulator.tools_offered import ToolUse

_DEPENDENCIES = re.compile(r"^## Dependencies\s*\n(?P<body>.*?)(?=^## |\Z)", re.M | re.S)
_CONTRADICTION = re.compile(r"^(?P<number>\d+)\. major, (?P<components>[^:\n]+): ", re.M)
_MOST_FINDINGS = 2


@dataclass(frozen=True)
class _Design:
    """One design document: its words, and those of its dependencies."""

    name: str
    words: frozenset[str]
    declared: frozenset[str]

    @property
    def short_name(self) -> str:
        return self.name.rpartition(".")[2]


def review_call(conversation: Conversation, *, unknown: bool, empty: bool = False) -> ToolUse:
    """The call that submits the findings about the designs in the opening message.

    Args:
        unknown: one finding names a component that is not there.
        empty: the summary is a filler.
    """
    designs = [
        _design(document) for document in conversation.documents if "component" in document.about
    ]
    findings = _find(designs)
    if unknown:
        findings.append(_finding("integration", ["Unheard.Of"], "It is not there.", "Leave it."))
    summary = [
        "Written by the simulator, not by a model. "
        f"Designs read: {len(designs)}. Points to look at before code is written: {len(findings)}.",
        *(f"Guidance taken into account: {line}" for line in conversation.guidance),
    ]
    decisions = [
        {
            "number": int(given["number"]),
            "change": [given["components"].split(", ")[0]],
            "reason": "It is the side that asks for what is not there.",
        }
        for given in _CONTRADICTION.finditer(conversation.opening)
    ]
    return conversation.tools.submitting(
        findings=findings,
        summary="TBD" if empty else " ".join(summary),
        **({"decisions": decisions} if decisions else {}),
    )


def _design(document: Document) -> _Design:
    dependencies = _DEPENDENCIES.search(document.text)
    declared = _words(dependencies["body"] if dependencies else "")
    return _Design(document.about["component"], _words(document.text), declared)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _find(designs: list[_Design]) -> list[dict[str, Any]]:
    """Undeclared dependencies; without any, one point about how the designs meet."""
    findings = list(islice(_undeclared(designs), _MOST_FINDINGS))
    if findings or not designs:
        return findings
    names = list(dict.fromkeys([designs[0].name, designs[-1].name]))
    return [
        _finding(
            "integration",
            names,
            f"No design says how {' and '.join(names)} meet.",
            "Describe one flow of the context from end to end.",
        )
    ]


def _undeclared(designs: list[_Design]) -> Iterator[dict[str, Any]]:
    for user in designs:
        for used in designs:
            name = used.short_name
            if used is not user and name in user.words and name not in user.declared:
                yield _finding(
                    "missing_dependency",
                    [user.name, used.name],
                    f"{user.name} uses {used.name} without declaring it as a dependency.",
                    f"Add {used.name} to the dependencies of {user.name}.",
                ) | {"about": used.name}


def _finding(kind: str, components: list[str], explanation: str, advice: str) -> dict[str, Any]:
    return {
        "severity": "minor",
        "kind": kind,
        "components": components,
        "explanation": explanation,
        "suggestion": advice,
    }
