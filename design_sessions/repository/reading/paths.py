"""Paths in a repository."""

from __future__ import annotations


def normalise_path(path: str) -> str | None:
    """A path relative to the repository's root in git's form, ``""`` for the root.

    A leading ``/`` stands for the root too. None for what cannot be in a repository: ``..``,
    control characters.
    """
    if any(ord(character) < 32 for character in path):
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return None if ".." in parts else "/".join(parts)
