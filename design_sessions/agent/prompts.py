"""The prompts of a design, and what an agent of either kind is answered.

Texts from the repository and from people are inserted as data, each under its own heading. Where
the agent can read for itself, it gets paths rather than contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from design_sessions.agent.conversation import text_block
from design_sessions.agent.instructions import DESIGN_ROLE
from design_sessions.agent.review_comments import reviewers_comments
from design_sessions.components import Component
from design_sessions.decisions import Guidance
from design_sessions.endpoint.messages import Block
from design_sessions.safe_markdown import fence_around
from design_sessions.status import ReviewFinding
from design_sessions.wording import one_line

MOST_SIBLINGS = 100
"""Other components that a conversation is told of. Each costs about 22 tokens in every turn: all of
a context of thousands would cost more than anything else that is sent."""


class Problem(Protocol):
    """Something wrong with a document, at a line from 1."""

    @property
    def line(self) -> int: ...
    @property
    def message(self) -> str: ...


def design_system(*, rules: str, definition: str) -> list[Block]:
    """The system prompt of a design: role, definition of the document, rules that match."""
    parts = [DESIGN_ROLE, f"## Document definition\n\n{definition.strip()}"]
    if rules.strip():
        parts.append(f"## Rules of the project\n\n{rules.strip()}")
    return [text_block("\n\n".join(parts))]


def design_opening(
    *,
    project: str,
    context_module: str,
    context_path: str,
    component: Component,
    siblings: Sequence[Component] = (),
    designed: Sequence[str] = (),
    project_documents: Sequence[str] = (),
    project_description: str = "",
    existing: str | None = None,
    problems: Sequence[Problem] = (),
) -> list[Block]:
    """The first message of a design.

    Args:
        project: the project's name.
        context_module: the context.
        context_path: its design, which the agent reads for itself.
        component: the component to design.
        siblings: the components of the context, of which the component itself is left out, and most
            of those beyond :data:`MOST_SIBLINGS`.
        designed: paths of the designs that are there of components it depends on.
        project_documents: paths of existing documents about the whole project.
        project_description: what the project is, if it is known.
        existing: an existing document that is not valid, to revise.
        problems: what is wrong with it.
    """
    lines = [
        "Write the design document of this component.",
        "",
        f"Project: {project}",
        *about(project_description),
        f"Context: {context_module}",
        f"Design of the context: {context_path}",
        f"Component: {component.module} ({component.type})",
        *_field("Name", component.name),
        *_field("Declared type", component.declared_type),
        *_field("Description", component.description),
        f"Priority: {component.priority}",
        *_field("Dependencies", ", ".join(component.dependencies)),
        f"The document will be at: {component.design_path}",
    ]
    if component.details.strip():
        lines += [
            "",
            "## What else the context's document says about it",
            "",
            component.details.strip(),
        ]
    others = [other for other in siblings if other.module != component.module]
    if others:
        told = _nearest(component, siblings)
        lines += ["", "## Other components of the context", "", *_listed(told)]
        if more := len(others) - len(told):
            lines.append(f"- and {more:,} more, which the design of the context lists")
        lines.append("Their designs may not be written yet.")
    if designed:
        lines += ["", "## Designs of what it depends on", "", *(f"- {path}" for path in designed)]
        lines.append("Read them first, and use what they offer as they define it.")
    lines += listed_documents(project_documents)
    blocks = [text_block("\n".join(lines))]
    if existing is not None and existing.strip():
        blocks.append(text_block(_existing(existing, problems)))
    return blocks


def guidance(piece: Guidance) -> str:
    """A person's guidance, with what reviewers said, or the review's findings, as the agent gets
    them."""
    if piece.findings:
        return _findings_to_author(piece.findings)
    said = f"Guidance from a person: {piece.text.strip()}"
    return f"{said}\n\n{reviewers_comments(piece.threads)}" if piece.threads else said


def _findings_to_author(findings: Sequence[ReviewFinding]) -> str:
    lines = [f"{n}. {finding_in_words(finding)}" for n, finding in enumerate(findings, start=1)]
    return "\n".join(
        [
            "All designs of the context were compared and reviewed. This concerns your design:",
            *lines,
            "Revise the document so that this is resolved, keep everything else as it is, and "
            "submit the whole document again with submit_design.",
        ]
    )


def finding_in_words(finding: ReviewFinding) -> str:
    """What is wrong, where it stands, and what to change, in one line."""
    sides = "; ".join(f"{side.path}:{side.line}: {one_line(side.says)}" for side in finding.sides)
    return (
        one_line(finding.explanation)
        + (f" ({sides})" if sides else "")
        + f" Suggestion: {one_line(finding.suggestion)}"
    )


def design_feedback(problems: Sequence[Problem]) -> str:
    """The answer to a submitted design."""
    if not problems:
        return "The document is valid."
    listed = "\n".join(f"- line {p.line}: {p.message}" for p in problems)
    return (
        f"The document is not valid yet:\n{listed}\n"
        "Fix all of these and submit the whole document again with submit_design."
    )


def review_feedback(problems: Sequence[Problem]) -> str:
    """The answer to a submitted review."""
    if not problems:
        return "The review was accepted."
    listed = "\n".join(f"- {p.message}" for p in problems)
    return f"The review is refused:\n{listed}\nFix this, then submit the review again."


def about(description: str) -> list[str]:
    """The line that says what the project is, if that is known."""
    return [f"About the project: {one_line(description)}"] if description.strip() else []


def listed_documents(paths: Sequence[str]) -> list[str]:
    """The section that points to documents about the project, if there are some."""
    return ["", "## Documents about the project", "", *(f"- {p}" for p in paths)] if paths else []


def _nearest(component: Component, siblings: Sequence[Component]) -> list[Component]:
    """What a component depends on, what depends on it, and those around it, in their order."""
    modules = [each.module for each in siblings]
    own = modules.index(component.module) if component.module in modules else 0
    needed = [n for n, module in enumerate(modules) if module in component.dependencies]
    needing = [n for n, each in enumerate(siblings) if component.module in each.dependencies]
    around = range(max(0, own - MOST_SIBLINGS), min(len(siblings), own + MOST_SIBLINGS + 1))
    by_distance = sorted(around, key=lambda position: abs(position - own))
    ranked = dict.fromkeys([*needed, *needing, *by_distance])
    others = [n for n in ranked if modules[n] != component.module]
    return [siblings[n] for n in sorted(others[:MOST_SIBLINGS])]


def _listed(components: Sequence[Component]) -> list[str]:
    return [f"- {c.name}: {c.module} ({c.type}), {c.design_path}" for c in components]


def _field(name: str, value: str | None) -> list[str]:
    return [f"{name}: {one_line(value)}"] if value and value.strip() else []


def _existing(document: str, problems: Sequence[Problem]) -> str:
    fence = fence_around(document, at_least=4)
    lines = [
        "This document already exists. Keep what is right in it and revise the rest.",
        f"{fence}markdown",
        document.rstrip("\n"),
        fence,
    ]
    if problems:
        lines += ["What is wrong with it:", *(f"- line {p.line}: {p.message}" for p in problems)]
    return "\n".join(lines)
