"""Making commits in a mirror without a work tree."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from design_sessions.errors import PathTakenError, RepositoryError
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.reading.earlier_commits import CommitKey
from design_sessions.repository.reading.obstacles import entries_on_the_way, obstacles_among
from design_sessions.repository.reading.paths import normalise_path
from design_sessions.repository.trailers import ATTEMPT_TRAILER, SESSION_TRAILER
from design_sessions.repository.writing.signing import signed_chain, signs_commits

FALLBACK_NAME = "Context design sessions"
"""Author if the worker's git configuration has none."""
FALLBACK_EMAIL = "context-design-sessions@localhost"
_REFERENCES = "refs/design-sessions/"
"""Where ``git fast-import`` leaves its last commit in the mirror; nothing reads it."""
_SHA1_LENGTH = 40


class DesignCommit(BaseModel, frozen=True):
    """One document to commit.

    Attributes:
        branch: on the remote; it must be there.
        path: from the repository's root; an existing file is replaced.
        content: the whole document, written as UTF-8; None removes the file.
        message: subject and body, without trailers.
        trailers: with :data:`SESSION_TRAILER` and :data:`ATTEMPT_TRAILER` the commit is made once
            only, however often it is asked for.
        base_commit: where the session started; older commits are not looked at.
        replaces: the blob that may be replaced, empty where there was none; None for any.
    """

    branch: str
    path: str
    content: str | None
    message: str
    trailers: dict[str, str]
    base_commit: str
    replaces: str | None = None

    @property
    def data(self) -> bytes:
        """The content's bytes."""
        return encoded(self.content or "")

    @property
    def key(self) -> CommitKey | None:
        """Session, attempt and path, None without both trailers."""
        session, attempt = (self.trailers.get(name) for name in (SESSION_TRAILER, ATTEMPT_TRAILER))
        return (session, attempt, self.path) if session and attempt else None


def encoded(document: str) -> bytes:
    """A document as UTF-8; what that cannot say (lone surrogates) becomes ``?``."""
    return document.encode("utf-8", "replace")


class CommitBuilder:
    """A chain of commits on top of ``head``; nothing refers to them until they are pushed.

    Args:
        git: runs in the mirror.
        head: what the chain begins on.
        designs: all that may be added.
    """

    def __init__(self, git: GitCommand, head: str, designs: Sequence[DesignCommit]) -> None:
        self._git = git
        self.head = head
        self.parent = head
        """What the commits that were written last are on."""
        paths = list(dict.fromkeys(design.path for design in designs))
        valid = [path for path in paths if _is_valid(path)]
        entries = entries_on_the_way(git, head, valid)
        self._blobs = {
            path: entry.object_id for path, entry in entries.items() if entry.kind == "file"
        }
        self._obstacles = {each.document: each for each in obstacles_among(entries, valid)}
        self._added: list[DesignCommit] = []

    def has(self, design: DesignCommit) -> bool:
        """Whether the chain has this document already, byte for byte."""
        return self._blobs.get(design.path) == self._blob_of(design)

    def add(self, design: DesignCommit) -> int:
        """Put one commit on the chain: its place in what :meth:`write` returns.

        Raises:
            PathTakenError: something blocks the path, or the file there is not the one that may be
                replaced.
            RepositoryError: the path is invalid.

        After an error the chain is as it was.
        """
        path = design.path
        if not _is_valid(path):
            raise RepositoryError(
                f"{path!r} is not a file path in a repository.",
                "Use a path relative to the root, without .., .git and empty parts.",
            )
        if obstacle := self._obstacles.get(path):
            raise PathTakenError(
                f"Cannot commit {path}: on the branch {design.branch}, {obstacle}.",
                "Move it away there, push, and retry.",
            )
        there = self._blobs.get(path) if design.replaces is not None else None
        if there not in (None, design.replaces):
            raise PathTakenError(
                f"Somebody committed {path} to {design.branch} while its agent worked.",
                "Recheck keeps a valid design; retry does too, and replaces anything else.",
            )
        self._blobs[path] = self._blob_of(design)
        self._added.append(design)
        return len(self._added) - 1

    def write(self) -> list[str]:
        """Write what was added, with one git process unless commits are signed: the commits'
        hashes, in order.

        Raises:
            RepositoryError: git refuses one of them; none is on the chain then.
        """
        output = self._git.run(
            "fast-import",
            "--quiet",
            "--force",
            "--done",
            stdin=b"".join(self._stream()),
            action="commit " + ", ".join(design.path for design in self._added[:3]),
        )
        commits = output.text.split()
        if signs_commits(self._git):
            commits = signed_chain(self._git, commits, self.head)
        self.parent, self.head = self.head, commits[-1]
        self._added = []
        return commits

    def _stream(self) -> Iterator[bytes]:
        """What ``git fast-import`` reads; see its manual for the form."""
        author, committer = _identities(self._git)
        branch = hashlib.sha256(self._added[0].branch.encode()).hexdigest()
        for number, design in enumerate(self._added, start=1):
            message = _message(design)
            yield f"commit {_REFERENCES}{branch}\nmark :{number}\n".encode()
            yield f"author {author}\ncommitter {committer}\n".encode("utf-8", "replace")
            yield f"data {len(message)}\n".encode() + message
            yield f"from {self.head if number == 1 else f':{number - 1}'}\n".encode()
            if design.content is None:
                yield f"D {_quoted(design.path)}\n".encode()
            else:
                yield f"M 100644 inline {_quoted(design.path)}\n".encode()
                yield f"data {len(design.data)}\n".encode() + design.data + b"\n"
            yield f"get-mark :{number}\n".encode()
        yield b"done\n"

    def _blob_of(self, design: DesignCommit) -> str:
        return blob_of(design.data, like=self.head)


def blob_of(content: bytes, *, like: str) -> str:
    """Git's name of a file's content, in the repository that has the object ``like``."""
    # The repository's hash function shows in the length of its hashes.
    function = hashlib.sha1 if len(like) == _SHA1_LENGTH else hashlib.sha256
    return function(b"blob %d\0" % len(content) + content).hexdigest()


def _is_valid(path: str) -> bool:
    parts = path.lower().split("/")
    return bool(path) and normalise_path(path) == path and ".git" not in parts


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _message(design: DesignCommit) -> bytes:
    body = design.message.replace("\0", "").strip() or f"Write {design.path}"
    trailers = "\n".join(
        f"{name}: {' '.join(str(value).split())}" for name, value in design.trailers.items()
    )
    return f"{body}\n\n{trailers}\n".encode("utf-8", "replace")


def _identities(git: GitCommand) -> tuple[str, str]:
    """Author and committer with the time, as git's own commands would write them."""
    fallback = _fallback_identity(git)
    author, committer = (
        git.run("var", f"GIT_{role}_IDENT", environment=fallback, action="read the user").text
        for role in ("AUTHOR", "COMMITTER")
    )
    return author, committer


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
