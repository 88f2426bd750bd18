"""Which contexts a repository has, what they list, and what a session would do with each of it."""

from __future__ import annotations

from typing import NamedTuple

from command_line.choosing.context import context_in_repository, read_chosen_context
from command_line.choosing.repository import snapshot_of
from design_sessions.committed_designs import DesignReader, DesignState, PresentDesigns
from design_sessions.context_document.finding.locate import ContextSummary
from design_sessions.context_document.model import ContextDesign, Diagnostic, FileReader
from design_sessions.project_settings.layout_check import project_contexts
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.project_settings.rules_directory import missing_rules
from design_sessions.project_settings.settings_file import SETTINGS_FILE
from design_sessions.repository.address import resolve_repository
from design_sessions.repository.reading.obstacles import unusable_names
from design_sessions.repository.reading.work_tree import WorkTree
from design_sessions.retyped_designs import retyped_designs
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
        base: branch, tag or commit; None for HEAD of a path and the default branch of a URL.

    Raises:
        InputError: the repository, its commit or its settings cannot be read.
    """
    snapshot = snapshot_of(settings, resolve_repository(repository), base)
    contexts = project_contexts(read_project_settings(snapshot), snapshot)
    return ReadContexts(contexts, snapshot.commit)


class ReadComponents(NamedTuple):
    """The components of a context, at a commit or in the work tree."""

    context: ContextDesign
    """With notes about the context, the project's settings and the paths of designs."""
    commit: str
    states: dict[str, DesignState]
    """By module."""
    is_work_tree: bool = False
    uncommitted: tuple[str, ...] = ()
    """Of what was read, the files that the commit has in another way or not at all."""


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
        base: branch, tag or commit; None for the work tree of a checkout, and the default branch of
            a URL.
        project_module: None for the project's own, else the context's first part.

    Raises:
        InputError: the repository, its commit, its settings or the context cannot be read.
    """
    address = resolve_repository(repository)
    context = context_in_repository(context, address)
    snapshot = snapshot_of(settings, address, base)
    is_work_tree = base is None and address.work_tree is not None
    files: DesignReader = snapshot
    if is_work_tree and address.work_tree is not None:
        files = WorkTree(address.work_tree)
    project, found = read_chosen_context(address, files, context, base, project_module)
    found.diagnostics.extend(missing_rules(project, files))
    found.diagnostics.extend(
        Diagnostic(path=found.path, line=1, message=f"{obstacle}. `start` refuses it.")
        for obstacle in unusable_names(component.design_path for component in found.components)
    )
    present = PresentDesigns(
        found, project, project_module, base=files, designs=files, committed=snapshot
    )
    states = present.states
    found.diagnostics.extend(retyped_designs(present, states))
    read = [SETTINGS_FILE, found.path, *(each.design_path for each in found.components)]
    uncommitted = [each for each in read if is_work_tree and _differs(each, files, snapshot)]
    return ReadComponents(found, snapshot.commit, states, is_work_tree, tuple(uncommitted))


def _differs(path: str, files: FileReader, snapshot: FileReader) -> bool:
    """Whether a file is another one than the commit's; line ends, which git may change, aside."""
    return _plain(files.read_bytes(path)) != _plain(snapshot.read_bytes(path))


def _plain(content: bytes | None) -> bytes | None:
    return None if content is None else content.replace(b"\r\n", b"\n")
