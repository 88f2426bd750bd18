"""Designs as a branch has them: what is wrong with one, and whether it is kept.

A session keeps a valid design without a model call, and ``start`` tells beforehand how many are
left to pay for: both ask here.
"""

from __future__ import annotations

from design_sessions.components import Component
from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.definitions import DocumentDefinition
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.examination import validate_design
from design_sessions.design_document.facts_reading import read_context_facts
from design_sessions.design_document.problems import DesignProblem
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.repository.reading.snapshot import Snapshot


def committed_context_facts(
    snapshot: Snapshot, settings: ProjectSettings, path: str, *, project_module: str | None
) -> ContextFacts | None:
    """What designs must agree with, read from the context's document alone; None without one.

    Args:
        snapshot: the commit that a session starts from.
        settings: the project's own at that commit.
        path: the document.
        project_module: as the session was ordered; wins over that of the settings.
    """
    content = snapshot.read_bytes(path)

    def read(reader: FileReader, context: str) -> ContextDesign:
        return read_project_context(settings, reader, context, project_module=project_module)

    if content is None:
        return None
    return read_context_facts(path, content, read=read, own_types=settings.own_types())


def is_valid_design(
    snapshot: Snapshot,
    component: Component,
    definition: DocumentDefinition,
    facts: ContextFacts | None,
) -> bool:
    """Whether the branch has a design of this component that passes validation."""
    return design_problems(snapshot, component, definition, facts) == []


def design_problems(
    snapshot: Snapshot,
    component: Component,
    definition: DocumentDefinition,
    facts: ContextFacts | None,
) -> list[DesignProblem] | None:
    """What is wrong with the design on the branch; None without a design."""
    text = snapshot.read_text(component.design_path)
    if text is None:
        return None
    return validate_design(text, definition=definition, module=component.module, context=facts)
