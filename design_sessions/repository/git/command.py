"""Running git: always a time limit, one environment, and errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from design_sessions.errors import DesignSessionError, InputError
from design_sessions.file_modes import users_umask
from design_sessions.repository.git import errors as git_errors
from design_sessions.repository.git.environment import GitHubToken, git_environment
from design_sessions.repository.git.processes import end_process, kill_group, start_process
from design_sessions.repository.git.stream import GitDialogue, GitStream
from design_sessions.repository.remote_url import scheme_of

LOCAL_LIMIT = 60.0
"""Seconds for a command that reads or writes this machine's disk."""
NETWORK_LIMIT = 90.0
"""Seconds for a command that talks to a remote, except the first fetch."""


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
        configuration: Iterable[tuple[str, str]] = (),
        time_limit: float = LOCAL_LIMIT,
    ) -> GitOutput:
        """Run one git command to its end.

        Args:
            arguments: the command and its arguments.
            action: what it does, to follow "Cannot" in an error's message.
            accept: exit statuses that are no error.
            stdin: what the command reads; nothing by default.
            environment: variables besides the common ones.
            configuration: keys and values besides the common ones, for this command.
            time_limit: seconds, after which git and its children are killed.

        Raises:
            DesignSessionError: the command failed; see :mod:`git_errors`.
        """
        with self._input(stdin) as source:
            process = self._start(arguments, source, environment, configuration)
            try:
                stdout, stderr = process.communicate(timeout=time_limit)
            except subprocess.TimeoutExpired:
                # Git itself may have ended, and a child of it may keep the pipes open.
                kill_group(process)
                raise git_errors.timed_out(
                    action, time_limit, on_network=bool(self._remote_url)
                ) from None
            finally:
                end_process(process)
        words = stderr.decode("utf-8", "replace").removesuffix("\n")
        if process.returncode not in accept:
            raise self.error(action, words)
        return GitOutput(process.returncode, stdout, words)

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
        stream = GitStream(self._start(arguments), time_limit)
        try:
            yield stream
        finally:
            stream.close()

    def dialogue(self, *arguments: str) -> GitDialogue:
        """Start a command that answers questions; the caller closes it."""
        return GitDialogue(self._start(arguments, subprocess.PIPE))

    def error(self, action: str, stderr: str) -> DesignSessionError:
        """The domain's error for what git wrote, without the token."""
        return git_errors.translate(action, stderr, self._token.token if self._token else None)

    def _start(
        self,
        arguments: tuple[str, ...],
        stdin: BinaryIO | int = subprocess.DEVNULL,
        environment: Mapping[str, str] | None = None,
        configuration: Iterable[tuple[str, str]] = (),
    ) -> subprocess.Popen[bytes]:
        own_ssh = scheme_of(self._remote_url) == "ssh" and self._has_own_ssh()
        whole = git_environment(
            self._remote_url, self._token, own_ssh=own_ssh, configuration=configuration
        )
        return self._spawn(arguments, stdin, whole | dict(environment or {}))

    def _spawn(
        self, arguments: tuple[str, ...], stdin: BinaryIO | int, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        pinned = [f"--git-dir={self._git_directory}"] if self._git_directory else []
        try:
            return start_process(
                ["git", "-C", str(self._directory), *pinned, *arguments],
                stdin,
                environment,
                # A remote on disk belongs to others too.
                umask=users_umask() if arguments[0] == "push" else -1,
            )
        except FileNotFoundError as error:
            raise InputError("git is not installed.", "Install git 2.30 or newer.") from error

    def _has_own_ssh(self) -> bool:
        if "GIT_SSH_COMMAND" in os.environ or "GIT_SSH" in os.environ:
            return True
        process = self._spawn(
            ("config", "--get", "core.sshCommand"), subprocess.DEVNULL, git_environment("")
        )
        try:
            return bool(process.communicate(timeout=LOCAL_LIMIT)[0])
        except subprocess.TimeoutExpired:
            return False
        finally:
            end_process(process)

    @contextmanager
    def _input(self, content: bytes | None) -> Iterator[BinaryIO | int]:
        if content is None:
            yield subprocess.DEVNULL
            return
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            yield cast(BinaryIO, file)
