"""The data directory: which it is, whether this process can write there, what it says if not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from design_sessions.errors import InputError
from design_sessions.file_modes import make_private_directory

_PROBE = b"1" * 4_096
"""A disk block: a full disk may still take an empty file."""


def default_data_directory() -> Path:
    """Where data is stored unless a setting says otherwise."""
    return Path(platformdirs.user_data_dir("context-design-sessions"))


def check_writable(directory: Path) -> None:
    """Make the directory if it is not there, and write a file into it that is removed again.

    Raises:
        InputError: it cannot be written: rights, a full disk.
    """
    with writing_in(directory):
        make_private_directory(directory)
        probe = directory / f".writable-{os.getpid()}"
        try:
            probe.write_bytes(_PROBE)
        finally:
            probe.unlink(missing_ok=True)


@contextmanager
def writing_in(directory: Path) -> Iterator[None]:
    """A block that writes in the data directory.

    Raises:
        InputError: for an ``OSError`` of the block.
    """
    try:
        yield
    except OSError as error:
        raise InputError(
            f"The data directory {directory} cannot be written: {error.strerror}.",
            "Free space, or choose another with --data-dir or DESIGN_DATA_DIR.",
        ) from error


def is_full_disk(error: BaseException) -> bool:
    """Whether this passes when somebody frees space."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
