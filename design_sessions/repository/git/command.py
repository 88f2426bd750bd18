"""Running git through GitPython: always a time limit, and errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import git
from git.exc import GitCommandNotFound

from design_sessions.errors import DesignSessionError, InputError
from design_sessions.repository.git import errors as git_errors
from design_sessions.repository.git.environment import (
    REPOSITORY_VARIABLES,
    GitHubToken,
    git_environment,
)
from design_sessions.repository.git.stream import GitDialogue, GitStream
from design_sessions.repository.remote_url import scheme_of
from design_sessions.secret_variables import is_secret

LOCAL_LIMIT = 60.0
"""Seconds for a command that reads or writes this machine's disk."""
NETWORK_LIMIT = 90.0
"""Seconds for a command that talks to a remote, except the first fetch."""

# A session of its own has no terminal to prompt on, and Ctrl-C in the worker's terminal does not
# tear a push apart while the worker shuts down.
_SUBPROCESS: dict[str, Any] = {"start_new_session": True}


@dataclass(frozen=True)
class GitOutput:
    """What a command gave: exit status, standard output, and git's words."""

    status: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        """Standard output as text, without white space around it."""
        return self.stdout.decode("utf-8", "replace").strip()


def is_bare(directory: Path) -> bool:
    """Whether a directory is itself a bare repository."""
    return (directory / "HEAD").is_file() and all(
        (directory / name).is_dir() for name in ("objects", "refs")
    )


class GitCommand:
    """Git in one directory.

    Args:
        directory: where to run, passed as ``git -C``.
        git_directory: pins the repository (``--git-dir``); None lets git look for it upwards.
        remote_url: the remote that commands talk to, which decides whether ``token`` is handed on.
        token: handed to git for ``remote_url`` if its host is the token's.
    """

    def __init__(
        self,
        directory: Path,
        *,
        git_directory: Path | None = None,
        remote_url: str = "",
        token: GitHubToken | None = None,
    ) -> None:
        self._directory = directory
        # What is named itself may be bare even where git is told not to look for such (the user's
        # safe.bareRepository = explicit).
        self._git_directory = git_directory or (directory if is_bare(directory) else None)
        self._remote_url = remote_url
        self._token = token if token and token.fits(remote_url) else None

    def run(
        self,
        *arguments: str,
        action: str,
        accept: tuple[int, ...] = (0,),
        stdin: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        time_limit: float = LOCAL_LIMIT,
    ) -> GitOutput:
        """Run one git command to its end.

        Args:
            arguments: the command and its arguments.
            action: what it does, to follow "Cannot" in an error's message.
            accept: exit statuses that are no error.
            stdin: what the command reads; nothing by default.
            environment: variables besides the common ones.
            time_limit: seconds, after which git and its children are killed.

        Raises:
            DesignSessionError: the command failed; see :mod:`git_errors`.
        """
        with self._input(stdin) as istream, self._git_is_there():
            result: Any = self._git.execute(
                self._command(arguments),
                istream=istream,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                kill_after_timeout=time_limit,
                env=self._environment(environment),
                **_SUBPROCESS,
            )
        status, stdout, stderr = result
        if status < 0 and stderr.startswith("Timeout: the command"):
            raise git_errors.timed_out(action, time_limit)
        if status not in accept:
            raise self.error(action, stderr)
        return GitOutput(status, stdout, stderr)

    def commit_of(self, name: str) -> str | None:
        """The full hash of the commit that a branch, tag or hash stands for; None for no commit."""
        output = self.run(
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{name}^{{commit}}",
            action=f"find {name}",
            accept=(0, 1, 128),
        )
        return output.text or None if output.status == 0 else None

    @contextmanager
    def stream(self, *arguments: str, time_limit: float) -> Iterator[GitStream]:
        """Run a command whose output is read as it comes, and end it with the block."""
        with self._git_is_there():
            process = self._git.execute(
                self._command(arguments),
                as_process=True,
                env=self._environment(None),
                **_SUBPROCESS,
            )
        stream = GitStream(process.proc, time_limit)
        try:
            yield stream
        finally:
            stream.close()

    def dialogue(self, *arguments: str) -> GitDialogue:
        """Start a command that answers questions; the caller closes it."""
        with self._git_is_there():
            handle = self._git.execute(
                self._command(arguments),
                istream=subprocess.PIPE,
                as_process=True,
                env=self._environment(None),
                **_SUBPROCESS,
            )
        return GitDialogue(handle)

    def error(self, action: str, stderr: str) -> DesignSessionError:
        """The domain's error for what git wrote, without the token."""
        return git_errors.translate(action, stderr, self._token.token if self._token else None)

    @property
    def _git(self) -> git.Git:
        return git.Git()

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        # GitPython adds to the environment but cannot take away from it.
        unwanted = [name for name in os.environ if name in REPOSITORY_VARIABLES or is_secret(name)]
        prefix = ["env", *(part for name in unwanted for part in ("-u", name))]
        pinned = [f"--git-dir={self._git_directory}"] if self._git_directory else []
        executable = git.Git.GIT_PYTHON_GIT_EXECUTABLE or "git"
        command = [executable, "-C", str(self._directory), *pinned, *arguments]
        return [*prefix, *command] if unwanted else command

    def _environment(self, more: Mapping[str, str] | None) -> dict[str, str]:
        own_ssh = scheme_of(self._remote_url) == "ssh" and self._has_own_ssh()
        common = git_environment(self._remote_url, self._token, own_ssh=own_ssh)
        return common | dict(more or {})

    def _has_own_ssh(self) -> bool:
        if "GIT_SSH_COMMAND" in os.environ or "GIT_SSH" in os.environ:
            return True
        configured: Any = self._git.execute(
            self._command(("config", "--get", "core.sshCommand")),
            with_exceptions=False,
            kill_after_timeout=LOCAL_LIMIT,
        )
        return bool(configured)

    @contextmanager
    def _input(self, content: bytes | None) -> Iterator[BinaryIO | None]:
        if content is None:
            yield None
            return
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            yield cast(BinaryIO, file)

    @contextmanager
    def _git_is_there(self) -> Iterator[None]:
        try:
            yield
        except GitCommandNotFound as error:
            raise InputError("git is not installed.", "Install git 2.30 or newer.") from error
