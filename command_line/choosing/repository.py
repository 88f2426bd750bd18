"""A repository's files: at the commit that a session would start from, or as they lie there."""

from __future__ import annotations

from design_sessions.context_document.model import FileReader
from design_sessions.errors import InputError
from design_sessions.repository.address import RepositoryAddress, checkout_snapshot
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.repository.reading.work_tree import WorkTree
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


def files_of(settings: Settings, address: RepositoryAddress, at: str | None) -> FileReader:
    """The work tree of a path, committed or not; what has none, or with ``at``, at a commit.

    Raises:
        InputError: there is no such commit.
        RepositoryError: the remote cannot be read.
    """
    if at is None and address.work_tree is not None:
        return WorkTree(address.work_tree)
    try:
        return snapshot_of(settings, address, at)
    except InputError as error:
        raise InputError(error.message, error.remedy.replace("--base", "--at")) from error
