"""Reading a repository at one commit, as if nothing outside of it existed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from pathlib import Path

from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.blobs import BlobReader
from design_sessions.repository.reading.paths import normalise_path
from design_sessions.repository.reading.search import Match, search
from design_sessions.unprintable import is_printable

_BLOB_MODES = (b"100644", b"100755", b"100664")
_LINK_MODE = b"120000"
_CHANGE = re.compile(
    r"(?P<commit>[0-9a-f]{40,64})\0\n?:[0-7]{6} 100[0-7]{3} [0-9a-f]{40,64} "
    r"(?P<blob>[0-9a-f]{40,64}) "
)
"""A commit, and what it made of a file: in what ``git log --raw -z`` says."""


class Snapshot:
    """The regular files of one commit. Symbolic links and submodules do not exist in it.

    Safe to use from many threads.

    Args:
        git_directory: a repository that has the commit, bare or not.
        commit: full hash.
        blobs: reads the repository's files; None for one of its own.
    """

    def __init__(self, git_directory: Path, commit: str, blobs: BlobReader | None = None) -> None:
        self.commit = commit
        self._contents = blobs or BlobReader(git_directory)
        self._git_directory = git_directory
        self._git = GitCommand(git_directory, git_directory=git_directory)
        self._lock = threading.Lock()
        self._blobs: dict[str, str] | None = None
        self._links: set[str] = set()

    def list_files(self, prefix: str = "") -> list[str]:
        """Paths of all files in the directory ``prefix`` (or the file of that path), sorted."""
        wanted = normalise_path(prefix)
        if wanted is None:
            return []
        return [
            path
            for path in self._tree()
            if not wanted or path == wanted or path.startswith(f"{wanted}/")
        ]

    def exists(self, path: str) -> bool:
        """Whether a regular file has this path."""
        return self.blob_id(path) is not None

    def list_links(self, prefix: str = "") -> list[str]:
        """Paths of the symbolic links in the directory ``prefix``, or of that path, sorted.

        They are never followed.
        """
        self._tree()
        return sorted(
            path
            for path in self._links
            if not prefix or path == prefix or path.startswith(f"{prefix}/")
        )

    def blob_id(self, path: str) -> str | None:
        """Git's hash of the file's content, None without such a file."""
        normal = normalise_path(path)
        return None if normal is None else self._tree().get(normal)

    def read_bytes(self, path: str) -> bytes | None:
        """The content of a file, None without such a file."""
        blob = self.blob_id(path)
        if blob is None:
            return None
        return self._contents.read([blob])[blob]

    def read_text(self, path: str) -> str | None:
        """The content as UTF-8 without a byte order mark; other bytes become U+FFFD."""
        content = self.read_bytes(path)
        return None if content is None else content.decode("utf-8-sig", "replace")

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Content by path, as given, of those that are there."""
        blobs = {path: blob for path in paths if (blob := self.blob_id(path)) is not None}
        contents = self._contents.read(set(blobs.values()))
        return {path: contents[blob] for path, blob in blobs.items()}

    def versions_of(self, path: str, most: int) -> list[tuple[str, bytes]]:
        """The commits that gave a file its contents, with these, the newest first.

        Args:
            path: of a file.
            most: how many commits are looked at.
        """
        output = self._git.run(
            "log",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-renames",
            "--no-show-signature",
            f"--max-count={most}",
            "--format=%H",
            self.commit,
            "--",
            f":(literal){path}",
            action=f"read the history of {path}",
        )
        text = output.stdout.decode("utf-8", "replace")
        found = [(each["commit"], each["blob"]) for each in _CHANGE.finditer(text)]
        contents = self._contents.read({blob for _, blob in found})
        return [(commit, contents[blob]) for commit, blob in found]

    def at(self, commit: str) -> Snapshot:
        """The files of another commit of the same repository."""
        return Snapshot(self._git_directory, commit, self._contents)

    def search(
        self,
        pattern: str,
        path_prefix: str = "",
        max_results: int = 100,
    ) -> list[Match]:
        """Lines that match, in the order of paths and lines; see :func:`search.search`."""
        prefix = normalise_path(path_prefix)
        if prefix is None:
            return []
        return search(
            self._git,
            self.commit,
            pattern,
            prefix=prefix,
            max_results=max_results,
        )

    def _tree(self) -> dict[str, str]:
        with self._lock:
            if self._blobs is None:
                output = self._git.run(
                    "ls-tree",
                    "-r",
                    "-z",
                    "--full-tree",
                    self.commit,
                    action=f"read the files of commit {self.commit[:12]}",
                )
                self._blobs, self._links = _parse_tree(output.stdout)
            return self._blobs


def _parse_tree(listing: bytes) -> tuple[dict[str, str], set[str]]:
    """Paths and blobs in git's order, which is that of the bytes of the paths; and the links."""
    blobs: dict[str, str] = {}
    links: set[str] = set()
    for entry in listing.split(b"\0"):
        description, _, name = entry.partition(b"\t")
        fields = description.split()
        if len(fields) != 3 or fields[0] not in (*_BLOB_MODES, _LINK_MODE):
            continue
        try:
            path = name.decode("utf-8")
        except UnicodeDecodeError:
            continue
        # A name in another encoding, or with control characters, cannot be said to a model or a
        # person.
        if not is_printable(path):
            continue
        if fields[0] == _LINK_MODE:
            links.add(path)
        else:
            blobs[path] = fields[2].decode("ascii")
    return blobs, links
