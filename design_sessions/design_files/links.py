"""Symbolic links in a checkout, which are not followed: a session reads git's objects, where a link
is no file, and a link may lead to any file of the machine."""

from __future__ import annotations

from pathlib import Path


def is_linked(path: Path, top: Path | None) -> bool:
    """Whether a path is a symbolic link, or is reached through one below ``top``.

    Args:
        path: absolute, or relative to where ``top`` is None.
        top: the checkout; None outside of one, where only the path itself counts.
    """
    between = [path]
    if top is not None and path.is_relative_to(top):
        between = [p for p in (path, *path.parents) if p != top and p.is_relative_to(top)]
    return any(each.is_symlink() for each in between)
