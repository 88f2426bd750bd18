"""The content of files by git's hash: read by one git process that stays, and kept for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from design_sessions.context_document.model import LARGEST_FILE
from design_sessions.errors import RepositoryError
from design_sessions.repository.git import errors as git_errors
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.git.stream import ANSWER_LIMIT, GitDialogue

MOST_BYTES = 32 * 1024 * 1024
"""Kept of one repository; components of a context read the same documents again and again."""


class BlobReader:
    """The blobs of one repository. Safe to use from many threads.

    Args:
        git_directory: the repository, bare or not.
    """

    def __init__(self, git_directory: Path) -> None:
        self._directory = git_directory
        self._git = GitCommand(git_directory, git_directory=git_directory)
        self._lock = threading.Lock()
        self._dialogue: GitDialogue | None = None
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def read(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Content by hash; of a larger one, the first ``LARGEST_FILE`` bytes.

        Raises:
            RepositoryError: one is not in the repository.
            DesignSessionError: git does not answer.
        """
        with self._lock:
            return {blob: self._read(blob) for blob in blobs}

    def close(self) -> None:
        """End the git process; the next read starts another."""
        with self._lock:
            self._end()

    def _read(self, blob: str) -> bytes:
        if blob in self._kept:
            self._kept.move_to_end(blob)
            return self._kept[blob]
        content = self._ask(blob)
        if content is None:
            # The process may have died, or have begun before the object came.
            self._end()
            content = self._ask(blob)
        if content is None:
            self._end()
            raise RepositoryError(
                f"The object {blob[:12]} is missing in {self._directory}.",
                "A partial clone has to have what is read: check the commit out, or give the "
                "remote's URL instead of the path.",
            )
        self._kept[blob] = content
        self._bytes += len(content)
        while self._bytes > MOST_BYTES:
            self._bytes -= len(self._kept.popitem(last=False)[1])
        return content

    def _ask(self, blob: str) -> bytes | None:
        if self._dialogue is None:
            self._dialogue = self._git.dialogue("cat-file", "--batch")
        try:
            header = self._dialogue.ask(f"{blob}\n".encode("ascii")).split()
            if len(header) != 3:
                return None
            size = int(header[2])
            if size > LARGEST_FILE:
                content = self._dialogue.read(LARGEST_FILE)
                self._end()  # The rest would stand before the next answer.
                return content
            return self._dialogue.read(size + 1)[:-1]
        except TimeoutError:
            # Another process would wait as long, for a configuration that is its own input.
            self._end()
            action = f"read the repository {self._directory}"
            raise git_errors.timed_out(action, ANSWER_LIMIT, on_network=False) from None
        except (OSError, EOFError, ValueError):
            return None

    def _end(self) -> None:
        if self._dialogue is not None:
            self._dialogue.close()
            self._dialogue = None
