"""Who may read what a process writes: its user alone."""

from __future__ import annotations

import os
from pathlib import Path

_OTHERS = 0o077
_users_umask = -1


def write_privately() -> None:
    """From now on, what this process and its children make is for its user alone."""
    global _users_umask
    _users_umask = os.umask(_OTHERS)


def users_umask() -> int:
    """The mask before, for programs that write in places of the user's; -1 if it was not changed.

    A repository that several people push to would become unreadable to the others.
    """
    return _users_umask


def make_private_directory(directory: Path) -> None:
    """Make a directory if it is not there. One that is new or empty is for its user alone.

    One with files may be shared on purpose, or hold more than ours, and is left as it is.

    Raises:
        OSError: it cannot be made or read.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.stat()
    shared = found.st_mode & _OTHERS and found.st_uid == os.geteuid()
    if shared and not found.st_mode & 0o1000 and not any(directory.iterdir()):
        directory.chmod(0o700)
