"""The context documents that list the components whose designs are validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from design_sessions.components import Component, ComponentType
from design_sessions.design_document.context_facts import ContextFacts
from design_sessions.design_document.facts_reading import OneFile, facts_of
from design_sessions.design_files.checkouts import Place
from design_sessions.design_files.links import is_linked
from design_sessions.errors import InputError
from design_sessions.markdown import MarkdownDocument
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings


@dataclass(frozen=True)
class Listing:
    """A component as the nearest context document lists it, and what else that says."""

    component: Component
    facts: ContextFacts


@dataclass(frozen=True)
class _Context:
    facts: ContextFacts
    by_path: Mapping[str, Component]
    document: MarkdownDocument


class ContextDocuments:
    """Context documents on disk; each is read once, and nothing but itself is read for it."""

    def __init__(self) -> None:
        self._contexts: dict[Path, _Context | None] = {}

    def listing(self, place: Place, settings: ProjectSettings) -> Listing | None:
        """How the nearest context document above a design lists its component."""
        for parent in PurePosixPath(place.below).parents:
            if not parent.name:
                continue
            above = Place(place.layout, place.base, parent.as_posix())
            context = self._context(above, settings)
            component = context.by_path.get(place.path) if context is not None else None
            if context is not None and component is not None:
                return Listing(component, context.facts)
        return None

    def document(self, file: Path) -> MarkdownDocument | None:
        """A document that was read already; ``file`` must be absolute."""
        context = self._contexts.get(file)
        return context.document if context is not None else None

    def _context(self, place: Place, settings: ProjectSettings) -> _Context | None:
        file = place.base / place.path
        if file not in self._contexts:
            linked = is_linked(file, place.base)
            self._contexts[file] = None if linked else _read(file, place.path, settings)
        return self._contexts[file]


def _read(file: Path, path: str, settings: ProjectSettings) -> _Context | None:
    own_types: Mapping[str, ComponentType] = settings.own_types()
    try:
        content = file.read_bytes()
        design = read_project_context(settings, OneFile(path, content), path)
    except (OSError, InputError):
        return None
    document = MarkdownDocument(content.decode("utf-8-sig", "replace"))
    facts = facts_of(design, document, own_types=own_types)
    return _Context(facts, {each.design_path: each for each in design.components}, document)
