"""Making commits in a mirror without a work tree."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from design_sessions.errors import PathTakenError, RepositoryError
from design_sessions.references import AttemptReference
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.obstacles import find_obstacles
from design_sessions.repository.reading.snapshot import normalise_path

SESSION_TRAILER = "Design-Session"
ATTEMPT_TRAILER = "Design-Attempt"
MODEL_TRAILER = "Design-Model"
FALLBACK_NAME = "Context design sessions"
"""Author if the worker's git configuration has none."""
FALLBACK_EMAIL = "context-design-sessions@localhost"
_COMMITS_LOOKED_AT = 10_000


def session_trailers(
    attempt: AttemptReference,
    model: str,
    *,
    component: str | None = None,
    accepted: bool = False,
) -> dict[str, str]:
    """The trailers of a document that a model wrote.

    Args:
        attempt: in which it was written.
        model: who wrote it.
        component: the module that it is about; None for a review.
        accepted: whether a person accepted it although it is not valid.
    """
    trailers = {SESSION_TRAILER: str(attempt.session_id)}
    if component is not None:
        trailers["Design-Component"] = component
    trailers[ATTEMPT_TRAILER] = str(attempt.attempt)
    trailers[MODEL_TRAILER] = model
    trailers["Co-authored-by"] = f"{model} <noreply@anthropic.com>"
    if accepted:
        trailers["Design-Accepted"] = "although not valid"
    return trailers


class DesignCommit(BaseModel, frozen=True):
    """One document to commit.

    Attributes:
        branch: on the remote; it must be there.
        path: from the repository's root; an existing file is replaced.
        content: the whole document, written as UTF-8.
        message: subject and body, without trailers.
        trailers: with :data:`SESSION_TRAILER` and :data:`ATTEMPT_TRAILER` the commit is made once
            only, however often it is asked for.
        base_commit: where the session started; older commits are not looked at.
        replaces: the blob that may be replaced, empty where there was none; None for any.
    """

    branch: str
    path: str
    content: str
    message: str
    trailers: dict[str, str]
    base_commit: str
    replaces: str | None = None

    @property
    def data(self) -> bytes:
        """The content's bytes; what UTF-8 cannot say (lone surrogates) becomes ``?``."""
        return self.content.encode("utf-8", "replace")

    @property
    def key(self) -> tuple[str, str] | None:
        """Session and attempt, None where the trailers do not name both."""
        session = self.trailers.get(SESSION_TRAILER, "")
        attempt = self.trailers.get(ATTEMPT_TRAILER, "")
        return (session, attempt) if session and attempt else None


class CommitBuilder:
    """A chain of commits on top of ``head``; nothing refers to them until they are pushed.

    Use it as a context manager: it keeps an index.

    Args:
        git: runs in the mirror.
        head: what the chain begins on.
        index_directory: for the index, removed at the end; leftovers of a killed process are
            removed first. Nothing else may use it meanwhile.
    """

    def __init__(self, git: GitCommand, head: str, index_directory: Path) -> None:
        self._git = git
        self.head = head
        self._index_directory = index_directory
        self._index = {"GIT_INDEX_FILE": str(index_directory / "index")}
        self._index_is_read = False

    def __enter__(self) -> CommitBuilder:
        shutil.rmtree(self._index_directory, ignore_errors=True)
        try:
            self._index_directory.mkdir()
        except OSError as error:
            raise RepositoryError(
                f"Cannot write {self._index_directory.parent}: {error.strerror or error}.",
                "Free space and make it writable.",
            ) from error
        return self

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self._index_directory, ignore_errors=True)

    def blob_of(self, design: DesignCommit) -> str:
        """Store the document: the hash of its blob."""
        output = self._git.run(
            "hash-object",
            "-w",
            "--no-filters",
            "--stdin",
            stdin=design.data,
            action=f"store {design.path}",
        )
        return output.text

    def add(self, design: DesignCommit, blob: str) -> str:
        """Put one commit on the chain: its hash.

        Raises:
            PathTakenError: something blocks the path, or the file there is not the one that may be
                replaced.
            RepositoryError: the path is invalid, or git refuses it.

        After an error the chain is as it was.
        """
        path = design.path
        if not path or normalise_path(path) != path:
            raise RepositoryError(
                f"{path!r} is not a file path in a repository.",
                "Use a path relative to the root, without .. and empty parts.",
            )
        for obstacle in find_obstacles(self._git, self.head, [path]):
            raise PathTakenError(
                f"Cannot commit {path}: on the branch {design.branch}, {obstacle}.",
                "Move it away there, push, and retry.",
            )
        there = blob_at(self._git, self.head, path) if design.replaces is not None else None
        if there not in (None, design.replaces):
            raise PathTakenError(
                f"Somebody committed {path} to {design.branch} while its agent worked.",
                "Recheck keeps it if it is valid; retry does too, and otherwise replaces it.",
            )
        if not self._index_is_read:
            self._git.run("read-tree", self.head, environment=self._index, action="read the branch")
            self._index_is_read = True
        entry = f"100644,{blob},{path}"
        self._git.run(
            "update-index",
            "--add",
            "--cacheinfo",
            entry,
            environment=self._index,
            action=f"commit {path}",
        )
        tree = self._git.run("write-tree", environment=self._index, action="write a tree").text
        commit = self._git.run(
            "commit-tree",
            tree,
            "-p",
            self.head,
            "-F",
            "-",
            stdin=_message(design),
            environment=_fallback_identity(self._git),
            action=f"commit {path}",
        ).text
        self.head = commit
        return commit


def find_commits(
    git: GitCommand, head: str, designs: list[DesignCommit]
) -> dict[tuple[str, str, str], str]:
    """Commits that were made before, by (session, attempt, path), in one pass of the history."""
    wanted = {(*design.key, design.path) for design in designs if design.key}
    if not wanted:
        return {}
    base = designs[0].base_commit
    exists = git.run(
        "cat-file", "-e", f"{base}^{{commit}}", action=f"find {base[:12]}", accept=(0, 1, 128)
    )
    separator = "%x1f"
    trailers = separator.join(
        f"%(trailers:key={name},valueonly,separator=%x2C)"
        for name in (SESSION_TRAILER, ATTEMPT_TRAILER)
    )
    history = git.run(
        "log",
        "-z",
        "--no-show-signature",
        "--no-decorate",
        "--no-notes",
        f"--max-count={_COMMITS_LOOKED_AT}",
        f"--format=%H{separator}{trailers}",
        head,
        *([f"^{base}"] if exists.status == 0 else []),
        "--",
        action="read the branch's history",
    )
    found: dict[tuple[str, str, str], str] = {}
    keys = {(session, attempt) for session, attempt, _ in wanted}
    for entry in history.stdout.decode("utf-8", "replace").split("\0"):
        fields = [field.strip() for field in entry.split("\x1f")]
        if len(fields) != 3 or (fields[1], fields[2]) not in keys:
            continue
        for path in _changed_paths(git, fields[0]):
            found.setdefault((fields[1], fields[2], path), fields[0])
    return {key: commit for key, commit in found.items() if key in wanted}


def blob_at(git: GitCommand, commit: str, path: str) -> str | None:
    """The blob of a regular file at a commit, None without such a file."""
    output = git.run("ls-tree", "-z", "--full-tree", commit, "--", path, action=f"look up {path}")
    fields = output.text.split("\t")[0].split()
    return fields[2] if len(fields) == 3 and fields[0].startswith("100") else None


def last_commit_of(git: GitCommand, head: str, path: str) -> str:
    """The commit that gave a file its present content."""
    output = git.run(
        "rev-list", "--max-count=1", head, "--", f":(literal){path}", action=f"look up {path}"
    )
    return output.text or head


def _changed_paths(git: GitCommand, commit: str) -> list[str]:
    output = git.run(
        "diff-tree",
        "--root",
        "--no-commit-id",
        "--name-only",
        "-r",
        "-z",
        commit,
        action=f"read the commit {commit[:12]}",
    )
    return [path for path in output.stdout.decode("utf-8", "replace").split("\0") if path]


def _message(design: DesignCommit) -> bytes:
    body = design.message.replace("\0", "").strip() or f"Write {design.path}"
    trailers = "\n".join(
        f"{name}: {' '.join(str(value).split())}" for name, value in design.trailers.items()
    )
    return f"{body}\n\n{trailers}\n".encode("utf-8", "replace")


def _fallback_identity(git: GitCommand) -> Mapping[str, str]:
    """Names for what neither the environment nor the worker's configuration gives."""
    identity: dict[str, str] = {}
    for key, fallback in (("NAME", FALLBACK_NAME), ("EMAIL", FALLBACK_EMAIL)):
        option = f"user.{key.lower()}"
        names = [f"GIT_{role}_{key}" for role in ("AUTHOR", "COMMITTER")]
        if all(name in os.environ for name in names):
            continue
        configured = git.run("config", "--get", option, action="read the user", accept=(0, 1))
        for name in names:
            if not configured.text and name not in os.environ:
                identity[name] = fallback
    return identity
