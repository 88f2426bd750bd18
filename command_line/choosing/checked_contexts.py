"""The contradictions of the contexts that somebody means."""

from __future__ import annotations

from typing import NamedTuple

from command_line.choosing.context import context_in_repository
from command_line.choosing.repository import files_of
from design_sessions.contradictions import Contradictions
from design_sessions.contradictions.repository_documents import check_all_contexts, check_context
from design_sessions.errors import InputError, NotFoundError
from design_sessions.project_settings.layout_check import project_contexts
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.repository.address import resolve_repository
from design_sessions.settings import Settings
from design_sessions.wording import listed


class CheckedContexts(NamedTuple):
    """What was found, and what was not looked at."""

    contexts: list[Contradictions]
    left_out: list[str]

    def failed(self, *, strict: bool) -> bool:
        """Whether there is an error; with ``strict``, anything at all."""
        return any(each.findings if strict else each.has_errors for each in self.contexts)


def checked_contexts(
    settings: Settings,
    repository: str,
    context: str | None,
    *,
    at: str | None = None,
    every: bool = False,
) -> CheckedContexts:
    """Check one context, or all of them.

    Args:
        settings: of this process.
        repository: path or URL.
        context: module or path of the document; None for the only one.
        at: commit, branch or tag; None for the work tree.
        every: check all contexts of the repository.

    Raises:
        InputError: it is not clear what to check, or there is nothing.
    """
    if every and context is not None:
        raise InputError("--all and a context ask for two things.", "Leave out one of them.")
    address = resolve_repository(repository)
    files = files_of(settings, address, at)
    project = read_project_settings(files)
    if every:
        checked, left_out = check_all_contexts(project, files)
        if not checked:
            raise NotFoundError("The repository has no context to check.", *left_out[:1])
    else:
        chosen = context or _only([each.module for each in project_contexts(project, files)])
        checked = [check_context(project, files, context_in_repository(chosen, address))]
        left_out = []
    unread = [path for each in checked for path in each.unread]
    too_long = [f"{path}: not checked: it is too long for a design." for path in unread]
    return CheckedContexts(checked, [*left_out, *too_long])


def _only(modules: list[str]) -> str:
    """The context of a repository that has one."""
    if not modules:
        raise NotFoundError(
            "The repository has no context to check.", "Give the path of its document."
        )
    if len(modules) > 1:
        raise InputError(
            f"The repository has {len(modules)} contexts.",
            f"Name one, or use --all: {listed(modules, 20)}.",
        )
    return modules[0]
