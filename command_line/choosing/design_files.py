"""Which files ``validate`` looks at, and what it finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from design_sessions.design_files import FileVerdict, LeftOut, validate_files
from design_sessions.errors import InputError


class Validated(NamedTuple):
    """What is wrong with design files, and which of the files are none."""

    verdicts: list[FileVerdict]
    left_out: list[LeftOut]

    def failed(self, *, strict: bool) -> bool:
        """Whether a design is invalid; with ``strict``, whether one has a warning."""
        return any(verdict.problems if strict else not verdict.valid for verdict in self.verdicts)


def validated(paths: Sequence[Path], *, components_only: bool) -> Validated:
    """Validate the design files that these paths mean.

    Args:
        paths: files, and directories of them.
        components_only: leave out context documents, unless another context lists them.

    Raises:
        InputError: a path is a device, a pipe or a socket.
    """
    for path in paths:
        _require_file_or_directory(path)
    left_out: list[LeftOut] = []
    verdicts = list(
        validate_files(paths, components_only=components_only, report_left_out=left_out.append)
    )
    return Validated(verdicts, list(dict.fromkeys(left_out)))


def _require_file_or_directory(path: Path) -> None:
    """Refuse what exists but cannot be a design; the validation reports what is missing."""
    if path.is_char_device() or path.is_block_device():
        kind = "device"
    elif path.is_fifo():
        kind = "pipe"
    elif path.is_socket():
        kind = "socket"
    else:
        return
    raise InputError(f"{path} is a {kind}.", "Give a design file, or a directory.")
