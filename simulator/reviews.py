"""What a simulated review reads, and what it finds by comparing designs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from simulator.conversation import MODULE, PATH, Conversation
from simulator.tools_offered import ToolUse

_LISTED = re.compile(rf"(?:^|[:,(`]|[-*])\s*`?(?P<path>{PATH.pattern})`?\)?\.?$", re.M)
"""A path at the end of a line that is an item of a list or a field, not one within a sentence."""
_NAME = re.compile(rf"(?<![\w/]){MODULE}(?![\w/])")
_DEPENDENCIES = re.compile(r"^## Dependencies\s*\n(?P<body>.*?)(?=^## |\Z)", re.M | re.S)
_GROUP_FINDING = re.compile(
    r"^- (?P<severity>critical|major|minor), (?P<kind>\w+), (?P<components>[^:]+): "
    r"(?P<explanation>.+) Suggestion: (?P<suggestion>.+)$",
    re.M,
)
_MOST_FINDINGS = 2


@dataclass(frozen=True)
class _Design:
    """One design document: its words, and those of its dependencies."""

    name: str
    path: str
    words: frozenset[str]
    declared: frozenset[str]

    @property
    def short_name(self) -> str:
        return self.name.rpartition(".")[2]


def documents_to_read(conversation: Conversation) -> list[str]:
    """The documents that the messages and refusals list, without the review's own."""
    texts = [conversation.opening, *conversation.later_texts]
    named = [path for text in texts for path in _LISTED.findall(text)]
    for call in conversation.submissions:
        named += PATH.findall(call.result) if call.refused else []
    return [path for path in dict.fromkeys(named) if not path.endswith("design_review.md")]


def review_call(conversation: Conversation, paths: list[str], *, unknown: bool) -> ToolUse:
    """The call that submits the findings about the documents at these paths.

    Args:
        unknown: one finding names a component that is not there.
    """
    designs = _designs(conversation, paths)
    findings = [*_of_groups(conversation.opening), *_find(designs)]
    if unknown:
        findings.append(_finding("integration", ["Unheard.Of"], "It is not there.", "Leave it."))
    summary = [
        "Written by the simulator, not by a model. "
        f"Designs read: {len(designs)}. Points to look at before code is written: {len(findings)}.",
        *(f"Guidance taken into account: {line}" for line in conversation.guidance),
    ]
    return conversation.tools.submitting(findings=findings, summary=" ".join(summary))


def _designs(conversation: Conversation, paths: list[str]) -> list[_Design]:
    designs: dict[str, _Design] = {}
    for line in "\n".join([conversation.opening, *conversation.later_texts]).splitlines():
        name = _NAME.search(line)
        found = PATH.findall(line) if name else []
        path = found[0] if len(found) == 1 else None
        if name is None or path not in paths or path in (conversation.context_path, *designs):
            continue
        if text := conversation.text_read(path):
            dependencies = _DEPENDENCIES.search(text)
            declared = _words(dependencies["body"] if dependencies else "")
            designs[path] = _Design(name.group(), path, _words(text), declared)
    return list(designs.values())


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
                )


def _finding(kind: str, components: list[str], explanation: str, advice: str) -> dict[str, Any]:
    return {
        "severity": "minor",
        "kind": kind,
        "components": components,
        "explanation": explanation,
        "suggestion": advice,
    }


def _of_groups(opening: str) -> list[dict[str, Any]]:
    """What the reviews of groups found, where the opening message joins them."""
    return [
        {**match.groupdict(), "components": re.findall(MODULE, match["components"])}
        for match in _GROUP_FINDING.finditer(opening)
    ]
