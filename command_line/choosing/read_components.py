"""Which contexts a repository has, what they list, and what a session would do with each of it."""

from __future__ import annotations

from typing import NamedTuple

from command_line.choosing.context import context_in_repository, read_chosen_context
from command_line.choosing.repository import snapshot_of
from design_sessions.committed_designs import DesignState, design_states
from design_sessions.context_document.finding.locate import ContextSummary
from design_sessions.context_document.model import ContextDesign, Diagnostic
from design_sessions.project_settings.layout_check import project_contexts
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.project_settings.rules_directory import missing_rules
from design_sessions.repository.address import resolve_repository
from design_sessions.repository.reading.obstacles import unusable_names
from design_sessions.settings import Settings


class ReadContexts(NamedTuple):
    """The contexts of a repository at one commit."""

    contexts: list[ContextSummary]
    commit: str


def read_contexts(settings: Settings, repository: str, *, base: str | None = None) -> ReadContexts:
    """Find the contexts of a repository, as its own settings have them found.

    Args:
        settings: of this process.
        repository: path or URL.
        base: as in :func:`read_components`.

    Raises:
        InputError: the repository, its commit or its settings cannot be read.
    """
    snapshot = snapshot_of(settings, resolve_repository(repository), base)
    contexts = project_contexts(read_project_settings(snapshot), snapshot)
    return ReadContexts(contexts, snapshot.commit)


class ReadComponents(NamedTuple):
    """The components of a context at one commit."""

    context: ContextDesign
    """With notes about the context, the project's settings and the paths of designs."""
    commit: str
    states: dict[str, DesignState]
    """By module."""


def read_components(
    settings: Settings,
    repository: str,
    context: str,
    *,
    base: str | None = None,
    project_module: str | None = None,
) -> ReadComponents:
    """Read a context without a model, a server or a session.

    Args:
        settings: of this process.
        repository: path or URL.
        context: module, or path of the document.
        base: branch, tag or commit; None for HEAD of a path and the default branch of a URL.
        project_module: None for the project's own, else the context's first part.

    Raises:
        InputError: the repository, its commit, its settings or the context cannot be read.
    """
    address = resolve_repository(repository)
    context = context_in_repository(context, address)
    snapshot = snapshot_of(settings, address, base)
    project, found = read_chosen_context(address, snapshot, context, base, project_module)
    found.diagnostics.extend(missing_rules(project, snapshot))
    found.diagnostics.extend(
        Diagnostic(path=found.path, line=1, message=f"{obstacle}. `start` refuses it.")
        for obstacle in unusable_names(component.design_path for component in found.components)
    )
    states = design_states(snapshot, snapshot, project, found, project_module=project_module)
    return ReadComponents(found, snapshot.commit, states)
