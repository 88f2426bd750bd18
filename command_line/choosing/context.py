"""The context that ``--context`` means: a module, or a path as a shell completes it."""

from __future__ import annotations

import os
from pathlib import Path

from design_sessions.context_document.model import ContextDesign, FileReader
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import LAYOUTS, design_path, suffix_of
from design_sessions.project_settings.layout_check import read_project_context
from design_sessions.project_settings.model import ProjectSettings
from design_sessions.project_settings.reading import read_project_settings
from design_sessions.repository.address import RepositoryAddress, check_checkout

_OUTSIDE = "Give the context's module, or the path of its document in the repository."


def context_in_repository(context: str, address: RepositoryAddress) -> str:
    """The context as the repository names it: a path is made relative to the repository's root.

    A path may be absolute, relative to the root, or relative to a working directory inside the
    checkout. A path that begins with ``./`` or ``../`` is looked up in the working directory first,
    any other at the root first. A module is returned unchanged.

    Args:
        context: the option's value.
        address: the repository given with ``--repo``.

    Raises:
        InputError: the path is outside the repository.
    """
    text = context.strip()
    path = Path(os.path.expanduser(text))
    if "/" not in text and suffix_of(text) is None:
        return text
    if address.checkout is None:
        if path.is_absolute() and path.exists():
            raise InputError(
                f"{path} is on this machine, and the repository {address.remote_url} is not.",
                _OUTSIDE,
            )
        return text
    top = Path(address.checkout)
    if path.is_absolute():
        from_root = text.lstrip("/")
        return from_root if _is_there(top / from_root) else _below(top, path)
    explicit = text.startswith(("./", "../"))
    here = Path.cwd()
    places = [here, top] if explicit else [top, here]
    for place in places:
        inside = _relative(top, place / path)
        if inside is not None and _is_there(top / inside):
            return inside
    if explicit and (_relative(top, here) is not None or _is_there(here / path)):
        return _below(top, here / path)
    return text


def read_chosen_context(
    address: RepositoryAddress,
    files: FileReader,
    context: str,
    base: str | None,
    project_module: str | None,
) -> tuple[ProjectSettings, ContextDesign]:
    """The project's settings and the context at a commit, or in the work tree.

    Args:
        address: the repository given with ``--repo``.
        files: of it.
        context: from :func:`context_in_repository`.
        base: the option's value.
        project_module: the option's value.

    Raises:
        NotFoundError: there is no such context.
        InputError: its document exists but is not committed; or something cannot be read.
    """
    settings = read_project_settings(files)
    try:
        found = read_project_context(settings, files, context, project_module=project_module)
    except NotFoundError:
        if not context.endswith(".md"):
            _check_uncommitted(address, base, context, project_module or settings.project.module)
        raise
    return settings, found


def _check_uncommitted(
    address: RepositoryAddress, base: str | None, module: str, project_module: str | None
) -> None:
    """Refuse a document that exists but is not committed; "not found" would mislead."""
    for layout in LAYOUTS:
        try:
            path = design_path(layout, module, project_module or module.partition(".")[0])
        except (InputError, ValueError):
            return
        check_checkout(address, base, path)


def _below(top: Path, path: Path) -> str:
    inside = _relative(top, path)
    if inside is None:
        raise InputError(f"{os.path.normpath(path)} is not in the repository {top}.", _OUTSIDE)
    return inside


def _relative(top: Path, path: Path) -> str | None:
    """The path relative to the repository's root; None if it is outside.

    Links are followed except in the last segment: a link in the repository keeps its own name.
    """
    whole = Path(os.path.normpath(path))
    for parent in (whole.parent.resolve() / whole.name, whole.resolve()):
        if parent != top.resolve() and parent.is_relative_to(top.resolve()):
            return parent.relative_to(top.resolve()).as_posix()
    return "." if whole.resolve() == top.resolve() else None


def _is_there(path: Path) -> bool:
    return any(Path(f"{path}{suffix}").is_file() for suffix in ("", ".md", ".spec.md"))
