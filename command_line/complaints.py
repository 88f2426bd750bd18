"""What is said of an error: one line with what is wrong and what to do."""

from __future__ import annotations

import errno
from typing import NamedTuple

import click
from pydantic import ValidationError

from design_sessions.errors import DesignSessionError

_NOT_OURS_TO_WRITE = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR}
)
"""A directory that is read-only, full or not a directory: the user can fix it; not a bug."""


class Complaint(NamedTuple):
    """What is wrong and what to do about it."""

    message: str
    remedy: str = ""
    is_bug: bool = False
    """Nothing that the user did can be the cause."""

    @property
    def line(self) -> str:
        """Both in one line."""
        return " ".join(f"{self.message} {self.remedy}".split())


def complaint_of(error: Exception) -> Complaint:
    """What is said of this error, which may be a bug."""
    match error:
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else ""
            return Complaint(error.format_message(), f"See {path} --help." if path else "")
        case click.ClickException():
            return Complaint(error.format_message())
        case DesignSessionError():
            return Complaint(error.message, error.remedy)
        case ValidationError():
            return Complaint(_invalid(error), "Fix it and try again.")
        case OSError() if error.errno in _NOT_OURS_TO_WRITE:
            return _not_writable(error)
    # Loading the SDK takes half a second, which a command that needs no server should not.
    from temporalio.service import RPCError

    if isinstance(error, RPCError):
        from command_line.temporal.server_errors import refused

        told = refused(error)
        return Complaint(told.message, told.remedy)
    return Complaint(
        f"Unexpected {type(error).__name__}: {error}.",
        "Please report it. DESIGN_DEBUG=1 shows where it happened.",
        is_bug=True,
    )


def _not_writable(error: OSError) -> Complaint:
    if error.filename is None:
        return Complaint(f"Cannot write the output: {error.strerror}.", "Free some space.")
    return Complaint(
        f"{error.filename}: {error.strerror}.",
        "Fix its permissions or free some space. To use another data directory, set "
        "--data-dir or DESIGN_DATA_DIR.",
    )


def _invalid(error: ValidationError) -> str:
    parts = [
        f"{'.'.join(str(part) for part in item['loc']) or error.title}: "
        f"{item['msg'].removeprefix('Value error, ')}"
        for item in error.errors()[:3]
    ]
    return f"{'; '.join(parts)}."
