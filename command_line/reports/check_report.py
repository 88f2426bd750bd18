"""The contradictions of contexts, in formats for people, programs and code hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from command_line.reports.annotations import Annotation, Place, github_command, sarif_log
from design_sessions.contradictions import KINDS, Contradictions, Finding
from design_sessions.wording import counted

CheckFormat = Literal["text", "github", "sarif"]


def text_report(checked: Sequence[Contradictions]) -> Iterator[str]:
    """For people: each finding with both sides, then a line for each context."""
    for each in checked:
        for finding in each.findings:
            first, *others = finding.sides
            yield (
                f"{first.path}:{first.line}: {finding.severity}: {finding.kind}: "
                f"{finding.explanation}"
            )
            yield f"    here: {first.says}"
            for side in others:
                yield f"    {side.path}:{side.line}: {side.says}"
            yield f"    {finding.suggestion}"
    yield from map(_summary, checked)


def json_report(checked: Sequence[Contradictions], *, every: bool) -> str:
    """One object for a context; an array of them if every context was asked for."""
    objects = [contradictions_json(each) for each in checked]
    return json.dumps(objects if every else objects[0], indent=2)


def github_report(checked: Sequence[Contradictions]) -> Iterator[str]:
    """Workflow commands, which become annotations at the lines of a pull request."""
    yield from map(github_command, _annotations(checked))
    yield from map(_summary, checked)


def sarif_report(checked: Sequence[Contradictions]) -> str:
    """One run of all contexts."""
    return sarif_log(_annotations(checked), KINDS)


def contradictions_json(contradictions: Contradictions) -> dict[str, Any]:
    """The object of one context."""
    return {
        "context": contradictions.context,
        "findings": [each.model_dump(mode="json") for each in contradictions.findings],
    }


def _annotations(checked: Sequence[Contradictions]) -> Iterator[Annotation]:
    for each in checked:
        for finding in each.findings:
            yield _annotation(finding)


def _annotation(finding: Finding) -> Annotation:
    first, *others = (Place(each.path, each.line, each.says) for each in finding.sides)
    return Annotation(
        place=first,
        severity=finding.severity,
        rule=finding.kind,
        message=f"{finding.explanation} {finding.suggestion}",
        others=tuple(others),
    )


def _summary(contradictions: Contradictions) -> str:
    errors = sum(each.severity == "error" for each in contradictions.findings)
    warnings = len(contradictions.findings) - errors
    return (
        f"{contradictions.context}: {counted(contradictions.designs, 'design')}, "
        f"{counted(errors, 'error')}, {counted(warnings, 'warning')}."
    )
