"""Designs as a branch or a work tree has them: what is wrong with one, and whether it is kept.

A session keeps a valid design without a model call, and ``start`` tells beforehand how many are
left to pay for: both ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from design_sessions.components import Component
from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.definitions import DocumentDefinition
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.examination import validate_design
from design_sessions.design_document.facts_reading import read_context_facts
from design_sessions.design_document.problems import DesignProblem
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings

DesignState = Literal["new", "kept", "revise", "left"]
"""What a session does with a component: its design is not there, is valid, or is not valid; or it
is left as it is, since others were chosen."""


class DesignReader(FileReader, Protocol):
    """The files of a commit or of a work tree."""

    def exists(self, path: str) -> bool:
        """Whether a regular file has this path."""
        ...

    def read_text(self, path: str) -> str | None:
        """The content as UTF-8 without a byte order mark; None without such a file."""
        ...


class CommittedFiles(DesignReader, Protocol):
    """The files of a commit, with those of the commits before it."""

    def versions_of(self, path: str, most: int) -> list[tuple[str, bytes]]:
        """The commits that gave a file its contents, with these, the newest first."""
        ...

    def at(self, commit: str) -> FileReader:
        """The files of another commit."""
        ...


@dataclass(frozen=True)
class PresentDesigns:
    """The designs of a context that are there when a session starts."""

    context: ContextDesign
    settings: ProjectSettings
    """The project's own."""
    project_module: str | None
    """As the session is ordered."""
    base: FileReader
    """Has the context's document as the session reads it, with which the designs must agree."""
    designs: DesignReader
    """The commit or work tree that has the designs."""
    committed: CommittedFiles
    """The commit before what is not committed of them, else the same."""

    @cached_property
    def facts(self) -> ContextFacts | None:
        """What the designs must agree with; None without the context's document."""
        return committed_context_facts(
            self.base, self.settings, self.context.path, project_module=self.project_module
        )

    @cached_property
    def states(self) -> dict[str, DesignState]:
        """What a session would do with each component, by module, if all are chosen."""
        components = self.context.components
        states: dict[str, DesignState] = dict.fromkeys((c.module for c in components), "new")
        definitions, standard = self.settings.all_definitions(), self.context.layout.standard
        # Facts take long to read from a large document, and a new context has no design.
        for component in [c for c in components if self.designs.exists(c.design_path)]:
            definition = definitions.for_type(standard, component.type, component.declared_type)
            is_valid = is_valid_design(self.designs, component, definition, self.facts)
            states[component.module] = "kept" if is_valid else "revise"
        return states


def committed_context_facts(
    snapshot: FileReader, settings: ProjectSettings, path: str, *, project_module: str | None
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
    snapshot: DesignReader,
    component: Component,
    definition: DocumentDefinition,
    facts: ContextFacts | None,
) -> bool:
    """Whether the branch has a design of this component that passes validation."""
    return design_problems(snapshot, component, definition, facts) == []


def design_problems(
    snapshot: DesignReader,
    component: Component,
    definition: DocumentDefinition,
    facts: ContextFacts | None,
) -> list[DesignProblem] | None:
    """What is wrong with the design on the branch; None without a design."""
    text = snapshot.read_text(component.design_path)
    if text is None:
        return None
    return validate_design(text, definition=definition, module=component.module, context=facts)
