"""Git commands that are still running: one that writes, and one that answers."""

from __future__ import annotations

import select
import subprocess
import threading
import weakref
from collections.abc import Iterator
from typing import IO

from design_sessions.repository.git.processes import end_process, kill_group

ANSWER_LIMIT = 60.0
"""Seconds until a command that was asked begins to answer."""


class GitStream:
    """A running command's output, line by line, within a time limit in seconds."""

    def __init__(self, process: subprocess.Popen[bytes], time_limit: float) -> None:
        self._process = process
        self.out_of_time = False
        self._timer = threading.Timer(time_limit, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def lines(self, longest: int) -> Iterator[bytes]:
        """Each line without its end, cut to ``longest`` bytes."""
        output = _open(self._process.stdout)
        while line := output.readline(longest):
            yield line.rstrip(b"\n")
            while line and not line.endswith(b"\n"):
                line = output.readline(longest)

    def finish(self) -> tuple[int, str]:
        """Wait for the end: exit status and git's words."""
        words = _open(self._process.stderr).read().decode("utf-8", "replace")
        return self._process.wait(), words

    def close(self) -> None:
        """End the command, whether its output was read or not."""
        self._timer.cancel()
        end_process(self._process)

    def _stop(self) -> None:
        self.out_of_time = True
        kill_group(self._process)


class GitDialogue:
    """A running command that answers line by line, such as ``git cat-file --batch``.

    It ends with this process at the latest, since its input ends then.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._questions = _open(process.stdin)
        self._answers = _open(process.stdout)
        self._end = weakref.finalize(self, end_process, process)

    def ask(self, question: bytes) -> bytes:
        """Write a line; returns the first line of the answer, with its end.

        The answer before has to be read to its end.

        Raises:
            OSError, EOFError: the command has ended, or does not answer within
                :data:`ANSWER_LIMIT`, as one whose configuration is a pipe.
        """
        try:
            self._questions.write(question)
            self._questions.flush()
        except BrokenPipeError:
            # A command would take it for the end of its own output's reader, and say nothing.
            raise EOFError from None
        if not _readable(self._answers, ANSWER_LIMIT):
            raise TimeoutError
        line = self._answers.readline()
        if not line:
            raise EOFError
        return line

    def read(self, size: int) -> bytes:
        """The next bytes of the answer.

        Raises:
            EOFError: there are fewer.
        """
        content = self._answers.read(size)
        if len(content) != size:
            raise EOFError
        return content

    def close(self) -> None:
        """End the command."""
        self._end()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _readable(pipe: IO[bytes], seconds: float) -> bool:
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(seconds * 1_000))
