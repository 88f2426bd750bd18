"""Putting a draft together, and spoiling one where a fault wants it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.definition_text import WantedSection
from simulator.drafts.sections import section_body
from simulator.drafts.subject import Subject

Problem = Literal["missing_section", "empty_section", "wrong_title"]
PROBLEMS: tuple[Problem, ...] = ("missing_section", "empty_section", "wrong_title")
SIGNATURE = "> Written by the simulator, not by a model."


@dataclass(frozen=True)
class Spoiling:
    """What is wrong with a draft, and in which of the required sections."""

    problem: Problem
    section: int = 0


def write_draft(
    subject: Subject, sections: list[WantedSection], spoiling: Spoiling | None = None
) -> str:
    """A document with a title and every section, signed below the title.

    Args:
        sections: what the definition asks for, in its order; optional ones are written too.
        spoiling: makes the document invalid in one way.
    """
    title, spoiled = subject.module, None
    if spoiling is not None and spoiling.problem == "wrong_title":
        title = "Design Notes"
    elif spoiling is not None:
        required = [section.name for section in sections if section.required]
        spoiled = required[spoiling.section % len(required)] if required else None
    parts = [f"# {title}", SIGNATURE]
    for section in sections:
        body = section_body(section.name, section.description, subject)
        if section.name == spoiled and spoiling is not None:
            if spoiling.problem == "missing_section":
                continue
            body = "TBD"
        parts.append(f"## {section.name}\n\n{body}")
    return "\n\n".join(parts) + "\n"


def nth_spoiling(number: int, first: Problem, *, same: bool) -> Spoiling:
    """How the draft with this number (from 0) is spoiled.

    Args:
        same: every draft in the same way; otherwise no two drafts in a row are alike.
    """
    if same:
        return Spoiling(first)
    place = PROBLEMS.index(first) + number
    return Spoiling(PROBLEMS[place % len(PROBLEMS)], section=number)
