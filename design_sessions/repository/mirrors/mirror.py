"""The worker's bare mirror of a project's repository."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from pathlib import Path

from design_sessions.errors import RepositoryError
from design_sessions.repository.git.command import NETWORK_LIMIT, GitCommand, GitOutput
from design_sessions.repository.git.environment import GitHubToken
from design_sessions.repository.mirrors.directory import MirrorDirectory, mirror_path
from design_sessions.repository.reading.blobs import BlobReader
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.repository.remote_url import local_path, redact_url

FIRST_FETCH_LIMIT = 900.0
"""Seconds for the first fetch of everything; a remote that is silent is found out before."""
TRACKED = "refs/remotes/origin/"
"""Where the remote's branches are in the mirror."""
_SNAPSHOTS = 16
_ANY_STATUS = tuple(range(256))
_BROKEN = re.compile(r"bad object|is corrupt|is empty|not a git repository|unable to read")


class Mirror:
    """Fetches from, reads and pushes to one remote. Safe in many threads and processes.

    Every method that asks the remote raises :class:`RepositoryUnavailableError` if it does not
    answer in time, :class:`CredentialsError` if it refuses who asks, and
    :class:`RepositoryError` if there is no such repository or git refuses.

    Args:
        address_url: path or URL of the remote; credentials in it are dropped.
        data_directory: mirrors are in ``<data_directory>/mirrors``.
        token: handed to git for repositories on its host only.
    """

    def __init__(
        self, address_url: str, data_directory: Path, token: GitHubToken | None = None
    ) -> None:
        self.url = redact_url(address_url)
        self.directory = MirrorDirectory(mirror_path(data_directory, self.url), self.url)
        self._token = token
        self.git = self._command(self.directory.path)
        self._fetch_lock = threading.Lock()
        self._fetch_started = 0.0
        self._blobs = BlobReader(self.directory.path)
        self._heads: dict[str, str | None] = {}
        self._snapshots_lock = threading.Lock()
        self._snapshots: OrderedDict[str, Snapshot] = OrderedDict()

    def fetch(self, *, not_older: float = 0.0) -> None:
        """Bring all branches up to date; of several threads that ask at once, one does it.

        Args:
            not_older: seconds; a fetch that began within them is new enough.
        """
        asked = time.monotonic() - not_older
        with self._fetch_lock:
            if self._fetch_started > asked and self.directory.is_complete():
                return
            with self.directory.lock():
                started = time.monotonic()
                self.directory.remove_stale_packs()
                self._fetch("--prune")
                self._fetch_started = started

    def fetch_reference(self, source: str, target: str) -> bool:
        """Bring one reference up to date, or forget it; whether the remote has it."""
        with self.directory.lock():
            if self._fetch(f"+{source}:{target}"):
                return True
            self.git.run("update-ref", "-d", target, action=f"forget {source}")
            self._heads = {}
            return False

    def fetch_branch(self, branch: str) -> str | None:
        """Bring one branch up to date: its head on the remote, None if it is not there."""
        if self.fetch_reference(f"refs/heads/{branch}", f"{TRACKED}{branch}"):
            return self.branch_head(branch)
        return None

    @property
    def push_url(self) -> str:
        """Where pushes go, by the mirror's configuration and the user's."""
        if not self.directory.is_complete():
            return self.url
        return self.git.run("remote", "get-url", "--push", "origin", action="read the remote").text

    def default_head(self) -> str | None:
        """The head of the remote's default branch at this moment, None without one."""
        self._check_visible()
        found = re.match(r"[0-9a-f]{40,64}\b", self._remote_head())
        return found[0] if found else None

    def default_branch(self) -> str | None:
        """The name of the remote's default branch; None where it does not say."""
        found = re.match(r"ref: refs/heads/(\S+)\s", self._remote_head("--symref"))
        return found[1] if found else None

    def _remote_head(self, *options: str) -> str:
        arguments = ("ls-remote", *options, "--", self.url, "HEAD")
        action = f"read the default branch of {self.url}"
        return self._command(None).run(*arguments, action=action, time_limit=NETWORK_LIMIT).text

    def snapshot(self, commit: str) -> Snapshot:
        """The files at a commit, which is fetched if this worker does not have it yet.

        Raises:
            RepositoryError: the remote does not have the commit.
        """
        with self._snapshots_lock:
            if (known := self._snapshots.get(commit)) and self.directory.is_complete():
                self._snapshots.move_to_end(commit)
                return known
        if not self.has_commit(commit):
            self.fetch()
            if not self.has_commit(commit):
                raise RepositoryError(
                    f"{self.url} no longer has the commit {commit[:12]}.",
                    "Push the commit again, or start a new session.",
                )
        snapshot = Snapshot(self.directory.path, commit, self._blobs)
        with self._snapshots_lock:
            self._snapshots[commit] = snapshot
            while len(self._snapshots) > _SNAPSHOTS:
                self._snapshots.popitem(last=False)
        return snapshot

    def has_commit(self, commit: str) -> bool:
        """Whether the mirror has the commit, without asking the remote."""
        return self.commit_of(commit) is not None

    def branch_head(self, branch: str) -> str | None:
        """The head of the remote's branch as of the last fetch."""
        heads = self._heads
        if branch not in heads or not self.directory.is_complete():
            heads[branch] = self.commit_of(f"{TRACKED}{branch}")
        return heads[branch]

    def branches(self) -> list[str]:
        """The remote's branches as of the last fetch."""
        output = self.git.run(
            "for-each-ref", "--format=%(refname)", TRACKED, action="list the branches"
        )
        return [line.removeprefix(TRACKED) for line in output.text.splitlines()]

    def commit_of(self, name: str) -> str | None:
        """The full hash of the commit that ``name`` stands for in the mirror."""
        return self.git.commit_of(name) if self.directory.is_complete() else None

    def _command(self, directory: Path | None) -> GitCommand:
        return GitCommand(
            directory or Path("/"),
            git_directory=directory,
            remote_url=self.url,
            token=self._token,
        )

    def _fetch(self, *arguments: str) -> bool:
        """Fetch with the lock held; False if there is no such reference. Makes the mirror."""
        self._check_visible()
        healed = not self.directory.is_complete()
        if healed:
            self.directory.make(self._fill, object_format=self._object_format())
        action = f"fetch from {self.url}"
        for _ in range(3):
            output = self._run_fetch(self.git, NETWORK_LIMIT, *arguments)
            self._heads = {}
            if output.status == 0:
                return True
            if "couldn't find remote ref" in output.stderr:
                return False
            if "cannot lock ref" in output.stderr or ".lock': File exists" in output.stderr:
                self.directory.remove_stale_locks()
            elif not healed and _BROKEN.search(output.stderr) and not self._is_sound():
                self.directory.make(self._fill, object_format=self._object_format())
                healed = True
            else:
                break
        raise self.git.error(action, output.stderr)

    def _object_format(self) -> str:
        """Of the remote, whatever GIT_DEFAULT_HASH says; its hashes tell by their length."""
        listed = self._command(None).run(
            "ls-remote", "--", self.url, action=f"reach {self.url}", time_limit=NETWORK_LIMIT
        )
        return "sha256" if re.match(r"[0-9a-f]{64}\s", listed.text) else "sha1"

    def _fill(self, directory: Path) -> None:
        git = self._command(directory)
        output = self._run_fetch(git, FIRST_FETCH_LIMIT)
        if output.status:
            raise git.error(f"fetch from {self.url}", output.stderr)

    def _run_fetch(self, git: GitCommand, time_limit: float, *arguments: str) -> GitOutput:
        return git.run(
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--update-shallow",
            "origin",
            *arguments,
            action=f"fetch from {self.url}",
            accept=_ANY_STATUS,
            time_limit=time_limit,
        )

    def _is_sound(self) -> bool:
        output = self.git.run(
            "rev-list",
            "--objects",
            "--all",
            "--quiet",
            action="check the mirror",
            accept=_ANY_STATUS,
        )
        return output.status == 0

    def _check_visible(self) -> None:
        path = local_path(self.url)
        if path is not None and not path.exists():
            raise RepositoryError(
                f"This worker cannot see the repository {path}.",
                "Run a worker on the machine that has it, or use a remote that all workers reach.",
            )
