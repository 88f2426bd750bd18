"""A repository's files at the commit that a session would start from."""

from __future__ import annotations

from design_sessions.repository.address import RepositoryAddress, checkout_snapshot
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.settings import Settings


def snapshot_of(settings: Settings, address: RepositoryAddress, base: str | None) -> Snapshot:
    """A path is read in place, at HEAD or ``base``; a URL through its mirror.

    Raises:
        InputError: there is no such commit.
        RepositoryError: the remote cannot be read.
    """
    if address.checkout is not None:
        return checkout_snapshot(address, base)
    mirror = MirrorPool.of(settings).get(address.remote_url)
    mirror.fetch()
    return mirror.snapshot(resolve_base(mirror, base))
