"""From ``--repo`` and ``--context`` to what a session is ordered with."""

from __future__ import annotations

from typing import NamedTuple

from design_sessions.context_document import ContextDesign, read_context
from design_sessions.errors import InputError, NotFoundError
from design_sessions.layouts import LAYOUTS, design_path
from design_sessions.repository.address import (
    RepositoryAddress,
    check_checkout,
    resolve_repository,
)
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirror import Mirror
from design_sessions.repository.snapshot import Snapshot
from design_sessions.session_order import Limits, OnFailure, SessionOrder
from design_sessions.settings import Settings


class LocatedContext(NamedTuple):
    """A context at the commit that a session would start from."""

    address: RepositoryAddress
    base: str | None
    """What the workers resolve to the base commit."""
    snapshot: Snapshot
    context: ContextDesign


def locate_context(
    settings: Settings,
    repository: str,
    context: str,
    *,
    base: str | None = None,
    project_module: str | None = None,
    for_session: bool = True,
) -> LocatedContext:
    """Find the repository, fetch its mirror and read the context's document.

    Args:
        settings: of this process.
        repository: path or URL.
        context: module, or path of the document in the repository.
        base: commit, branch or tag; None for a path's HEAD, for a URL the default branch.
        project_module: None to take the context's first segment.
        for_session: also demand what a session needs of a checkout: the document committed, the
            base known to the remote.

    Raises:
        InputError: with what is wrong and the way out.
        RepositoryError: the remote cannot be read.
    """
    address = resolve_repository(repository)
    document = context if context.endswith(".md") else None
    checked_base = check_checkout(address, base, document if for_session else None)
    mirror = open_mirror(settings, address.remote_url)
    mirror.fetch()
    snapshot = mirror.snapshot(resolve_base(mirror, checked_base or base))
    try:
        found = read_context(snapshot, context, project_module=project_module)
    except NotFoundError:
        if for_session and document is None:
            check_uncommitted(address, base, context, project_module)
        raise
    if for_session:
        check_checkout(address, base, found.path)
    return LocatedContext(address, base or checked_base, snapshot, found)


def check_uncommitted(
    address: RepositoryAddress, base: str | None, module: str, project_module: str | None
) -> None:
    """A document that is there but not committed deserves a better answer than "not found"."""
    for layout in LAYOUTS:
        try:
            path = design_path(layout, module, project_module or module.partition(".")[0])
        except (InputError, ValueError):
            return
        check_checkout(address, base, path)


def open_mirror(settings: Settings, remote_url: str) -> Mirror:
    """This data directory's mirror of a remote."""
    token = settings.github_token
    return Mirror(
        remote_url,
        settings.data_directory,
        github_token=token.get_secret_value() if token else None,
    )


def order_for(
    settings: Settings,
    repository: str,
    context: str,
    *,
    base: str | None,
    branch: str | None,
    regenerate: bool,
    project_module: str | None,
    model: str | None,
    review_model: str | None,
    limits: Limits,
    on_failure: OnFailure,
    review: bool,
) -> tuple[SessionOrder, str]:
    """The order, and the name of the repository.

    Raises:
        InputError: see :func:`locate_context`.
    """
    found = locate_context(settings, repository, context, base=base, project_module=project_module)
    order = SessionOrder(
        repository=found.address.remote_url,
        checkout=found.address.checkout,
        context=context,
        context_module=found.context.module,
        project_module=project_module,
        base=found.base,
        branch=branch,
        regenerate=regenerate,
        model=model,
        review_model=review_model,
        limits=limits,
        on_failure=on_failure,
        review=review,
    )
    return order, found.address.name
