"""The context that a person means with ``--context``: a module, or a path as a shell has it."""

from __future__ import annotations

import os
from pathlib import Path

from design_sessions.context_document import ContextDesign
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import LAYOUTS, design_path, suffix_of
from design_sessions.project_settings import ProjectSettings, read_project_settings
from design_sessions.repository.address import RepositoryAddress, check_checkout
from design_sessions.repository.reading.snapshot import Snapshot

_OUTSIDE = "Give the context's module, or the path of its document in the repository."


def context_in_repository(context: str, address: RepositoryAddress) -> str:
    """The context as the repository knows it: a path becomes one from the repository's root.

    A path may be absolute, or relative to the root or to the working directory where that lies in
    the checkout. One that begins with ``./`` or ``../`` is looked for in the working directory
    first, any other at the root. A module stays as it is.

    Args:
        context: the option's value.
        address: the repository given with ``--repo``.

    Raises:
        InputError: the path lies outside of the repository.
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
    snapshot: Snapshot,
    context: str,
    base: str | None,
    project_module: str | None,
) -> tuple[ProjectSettings, ContextDesign]:
    """The project's settings and the context at a commit.

    Args:
        address: the repository given with ``--repo``.
        snapshot: of it.
        context: from :func:`context_in_repository`.
        base: the option's value.
        project_module: the option's value.

    Raises:
        NotFoundError: there is no such context.
        InputError: its document is there and is not committed; or something cannot be read.
    """
    settings = read_project_settings(snapshot)
    try:
        found = settings.read_context(snapshot, context, project_module=project_module)
    except NotFoundError:
        if not context.endswith(".md"):
            _check_uncommitted(address, base, context, project_module or settings.project.module)
        raise
    return settings, found


def _check_uncommitted(
    address: RepositoryAddress, base: str | None, module: str, project_module: str | None
) -> None:
    """A document that is there but not committed deserves a better answer than "not found"."""
    for layout in LAYOUTS:
        try:
            path = design_path(layout, module, project_module or module.partition(".")[0])
        except (InputError, ValueError):
            return
        check_checkout(address, base, path)


def _below(top: Path, path: Path) -> str:
    inside = _relative(top, path)
    if inside is None:
        raise InputError(
            f"{os.path.normpath(path)} does not lie in the repository {top}.", _OUTSIDE
        )
    return inside


def _relative(top: Path, path: Path) -> str | None:
    """The path from the repository's root; None outside of it.

    Links on the way are followed, but for the last step: what is a link in the repository itself is
    named as the repository names it.
    """
    whole = Path(os.path.normpath(path))
    for parent in (whole.parent.resolve() / whole.name, whole.resolve()):
        if parent != top.resolve() and parent.is_relative_to(top.resolve()):
            return parent.relative_to(top.resolve()).as_posix()
    return "." if whole.resolve() == top.resolve() else None


def _is_there(path: Path) -> bool:
    return any(Path(f"{path}{suffix}").is_file() for suffix in ("", ".md", ".spec.md"))
