"""What stands in a commit where a document would be written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from pydantic import BaseModel

from design_sessions.repository.git.command import GitCommand

Kind = Literal[
    "file",
    "directory",
    "symbolic link",
    "submodule",
    "name that git keeps for itself",
    "name of more than 255 bytes",
]

_KINDS: dict[str, Kind] = {
    "040000": "directory",
    "120000": "symbolic link",
    "160000": "submodule",
}
"""By git's mode; every other mode is a regular file."""
_LONGEST_NAME = 255
"""Bytes that the usual file systems take: git commits a longer one, and nobody can check it out."""
_GITS_OWN = frozenset({".git", "git~1"})
_IGNORED_IN_NAMES = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
"""By HFS+, so that git takes no name that is its own without them."""


class Obstacle(BaseModel, frozen=True):
    """Something at the path of a document, or at one that the document needs as a directory."""

    path: str
    kind: Kind
    document: str

    @property
    def is_name(self) -> bool:
        """Whether nothing stands there, but the name cannot be used."""
        return self.kind.startswith("name ")

    def __str__(self) -> str:
        """What stands in the way of what, without a full stop."""
        purpose = (
            "the document would be written"
            if self.path == self.document
            else f"{self.document} needs a directory"
        )
        return f"{self.path} is a {self.kind}, where {purpose}"


class Entry(NamedTuple):
    """What a commit has at a path."""

    kind: Kind
    object_id: str
    """Of a file, its blob."""


def find_obstacles(git: GitCommand, commit: str, documents: Sequence[str]) -> list[Obstacle]:
    """What prevents documents from being written on top of a commit, at most one for each.

    A regular file at a document's own path is not an obstacle: it is replaced. A symbolic link is
    one, since its author would find it replaced by a file.

    Args:
        git: runs where the commit is.
        commit: full hash.
        documents: their paths from the repository's root.
    """
    return obstacles_among(entries_on_the_way(git, commit, documents), documents)


def entries_on_the_way(git: GitCommand, commit: str, documents: Sequence[str]) -> dict[str, Entry]:
    """What a commit has at the paths of documents and at the directories above them, by path."""
    asked = dict.fromkeys(path for document in documents for path in _way_to(document))
    if not asked:
        return {}
    # Without -t, git shows no directory that it looks into for what is asked for below it.
    listing = git.run(
        "ls-tree", "-t", "-z", "--full-tree", commit, "--", *asked, action="look up the documents"
    )
    entries: dict[str, Entry] = {}
    for line in listing.stdout.decode("utf-8", "replace").split("\0"):
        description, _, path = line.partition("\t")
        if path:
            mode, _, object_id = description.split(" ")
            entries[path] = Entry(_KINDS.get(mode, "file"), object_id)
    return entries


def obstacles_among(entries: Mapping[str, Entry], documents: Iterable[str]) -> list[Obstacle]:
    """As :func:`find_obstacles`, from what was found on the way to these documents."""
    obstacles = []
    for document in documents:
        for path in _way_to(document):
            free: Kind = "file" if path == document else "directory"
            kind = _unusable(path) or (entries[path].kind if path in entries else free)
            if kind != free:
                obstacles.append(Obstacle(path=path, kind=kind, document=document))
                break
    return obstacles


def unusable_names(documents: Iterable[str]) -> list[Obstacle]:
    """Documents whose paths git refuses, or no file system takes; needs no repository."""
    return obstacles_among({}, documents)


def _unusable(path: str) -> Kind | None:
    """What is wrong with the last name of a path, whatever the commit has."""
    name = path.rpartition("/")[2]
    if len(name.encode()) > _LONGEST_NAME:
        return "name of more than 255 bytes"
    # As git compares it with its core.protectHFS and core.protectNTFS.
    compared = _IGNORED_IN_NAMES.sub("", name).casefold().split(":")[0].rstrip(" .")
    return "name that git keeps for itself" if compared in _GITS_OWN else None


def _way_to(document: str) -> list[str]:
    """The directories that hold a document, from the top, and the document itself."""
    return list(accumulate(document.split("/"), lambda above, name: f"{above}/{name}"))
