"""Which files are design documents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from design_sessions.design_files.checkouts import Checkouts
from design_sessions.errors import InputError
from design_sessions.layouts import LAYOUTS, is_review, suffix_of

_PASSED_OVER = frozenset({"node_modules", "deps", "_build"})
_SHOWN_HIDDEN = frozenset({PurePosixPath(layout.root).parts[0] for layout in LAYOUTS})


def design_files(path: Path, checkouts: Checkouts) -> list[Path]:
    """A file itself; of a directory its documents, in the order of their paths.

    These are the documents in known layouts and, where there are none, all Markdown files; reviews
    are passed over.

    Raises:
        InputError: there is nothing at the path, or the directory holds no document.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise InputError(f"There is no file or directory {path}.", "Give the path of a design.")
    found = sorted(_markdown_below(path))
    documents = [file for file in found if _has_place(file, checkouts)] or found
    if not documents:
        raise InputError(f"{path} holds no design document.", "Give a directory that does.")
    return documents


def _has_place(file: Path, checkouts: Checkouts) -> bool:
    absolute = Path(os.path.abspath(file))
    return checkouts.of(absolute).place(absolute) is not None


def _markdown_below(directory: Path) -> Iterator[Path]:
    for root, directories, names in os.walk(directory):
        directories[:] = [
            name
            for name in directories
            if name not in _PASSED_OVER and (not name.startswith(".") or name in _SHOWN_HIDDEN)
        ]
        for name in names:
            if suffix_of(name) and not is_review(name) and Path(root, name).is_file():
                yield Path(root, name)
