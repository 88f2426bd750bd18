"""The files of a repository at the commit that a session would start from."""

from __future__ import annotations

import re

from design_sessions.errors import InputError
from design_sessions.repository.address import check_checkout, checkout_snapshot, resolve_repository
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirror_pool import MirrorPool
from design_sessions.repository.snapshot import Snapshot
from design_sessions.settings import Settings


def snapshot_of(settings: Settings, repository: str, base: str | None) -> Snapshot:
    """A path is read where it lies, at HEAD or ``base``; a URL through its mirror.

    Raises:
        InputError: there is no such repository or commit.
        RepositoryError: the remote cannot be read.
    """
    address = resolve_repository(repository)
    if address.checkout is not None:
        commit = check_checkout(address, base)
        if commit is None or not re.fullmatch("[0-9a-f]{40,64}", commit):
            raise InputError(
                f"{address.checkout} has no commit, branch or tag {base!r}.",
                "Name another one with --base.",
            )
        return checkout_snapshot(address, commit)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    return mirror.snapshot(resolve_base(mirror, base))
