"""Git commands that are still running: one that writes, and one that answers."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Iterator
from typing import Any


class GitStream:
    """A running command's output, line by line, within a time limit in seconds."""

    def __init__(self, process: Any, time_limit: float) -> None:
        self._process = process
        self.out_of_time = False
        self._timer = threading.Timer(time_limit, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def lines(self, longest: int) -> Iterator[bytes]:
        """Each line without its end, cut to ``longest`` bytes."""
        while line := self._process.stdout.readline(longest):
            yield line.rstrip(b"\n")
            while line and not line.endswith(b"\n"):
                line = self._process.stdout.readline(longest)

    def finish(self) -> tuple[int, str]:
        """Wait for the end: exit status and git's words."""
        words = self._process.stderr.read().decode("utf-8", "replace")
        return int(self._process.wait()), words

    def close(self) -> None:
        """End the command, whether its output was read or not."""
        self._timer.cancel()
        _end(self._process)

    def _stop(self) -> None:
        self.out_of_time = True
        self._process.kill()


class GitDialogue:
    """A running command that answers line by line, such as ``git cat-file --batch``.

    It ends with this process at the latest, since its input ends then.
    """

    def __init__(self, handle: Any) -> None:
        # GitPython ends the command with its handle.
        self._handle = handle
        self._process = handle.proc
        self._end = weakref.finalize(self, _end, self._process)

    def ask(self, question: bytes) -> bytes:
        """Write a line; returns the first line of the answer, with its end.

        Raises:
            OSError, EOFError: the command has ended.
        """
        self._process.stdin.write(question)
        self._process.stdin.flush()
        line: bytes = self._process.stdout.readline()
        if not line:
            raise EOFError
        return line

    def read(self, size: int) -> bytes:
        """The next bytes of the answer.

        Raises:
            EOFError: there are fewer.
        """
        content: bytes = self._process.stdout.read(size)
        if len(content) != size:
            raise EOFError
        return content

    def close(self) -> None:
        """End the command."""
        self._end()


def _end(process: Any) -> None:
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        # What was not yet written to a command that has died cannot be flushed.
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
    process.wait()
