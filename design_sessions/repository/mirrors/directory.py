"""One bare mirror on disk: made, healed and locked for many processes."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from design_sessions.data_directory import is_full_disk
from design_sessions.errors import RepositoryError, RepositoryUnavailableError
from design_sessions.file_modes import make_private_directory
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.remote_url import redact_url, repository_name

FETCH = "fetch"
LOCK_LIMIT = 120.0
"""Seconds to wait for another process that uses the mirror."""
STALE_LOCK_AGE = 10.0
"""Seconds after which a lock file of git's own is a dead process's: git holds one for
milliseconds, and ours is the only process that writes references while it holds our lock."""

STALE_PACK_AGE = 600.0
"""Seconds after which a temporary file among git's objects is a dead process's: what writes there
may last a sixth of it."""


def mirror_path(data_directory: Path, url: str) -> Path:
    """``<data_directory>/mirrors/<readable name>-<hash of the address>``."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", repository_name(url)).strip(".-")[:60]
    digest = hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return data_directory / "mirrors" / f"{readable or 'repository'}-{digest}"


def lock_file(mirror: Path, name: str = FETCH) -> Path:
    """The file that is locked by who works in a mirror; its time is that of the last lock."""
    return mirror.with_name(f"{mirror.name}.{name}.lock")


class MirrorDirectory:
    """A bare repository whose only remote is ``url``.

    Branches of the remote are under ``refs/remotes/origin/``: a ``--mirror`` clone would have
    them under ``refs/heads/`` and refuse pushes of single branches.
    """

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self._url = url
        self._checked = False

    @contextmanager
    def lock(self, name: str = FETCH) -> Iterator[None]:
        """Hold the mirror's lock of that name; other threads and processes wait.

        Raises:
            RepositoryUnavailableError: another process held it for :data:`LOCK_LIMIT` seconds.
            RepositoryError: the data directory cannot be written.
        """
        file = lock_file(self.path, name)
        try:
            make_private_directory(file.parent.parent)
            make_private_directory(file.parent)
            lock = filelock.FileLock(file, timeout=LOCK_LIMIT)
            lock.acquire()
            file.touch()
        except filelock.Timeout as error:
            raise RepositoryUnavailableError(
                f"Another process has locked the mirror {self.path} for {LOCK_LIMIT:g} seconds.",
                "A first fetch of a large repository may take long; otherwise stop that process.",
            ) from error
        except OSError as error:
            kind = RepositoryUnavailableError if is_full_disk(error) else RepositoryError
            raise kind(
                f"Cannot write {file.parent}: {error.strerror or error}.",
                "Free space, make it writable, or set DESIGN_DATA_DIR.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def is_complete(self) -> bool:
        """Whether the mirror is there; checked with git once, by a file afterwards."""
        if not (self.path / "HEAD").is_file():
            self._checked = False
        elif not self._checked:
            output = GitCommand(self.path, git_directory=self.path).run(
                "config",
                "--get",
                "remote.origin.url",
                action="read the mirror",
                accept=tuple(range(256)),
            )
            self._checked = output.status == 0 and output.text == redact_url(self._url)
        return self._checked

    def make(self, fill: Callable[[Path], None], *, object_format: str) -> None:
        """Make the mirror anew; call it with the lock held.

        It is built and filled beside its place and then renamed, so that a crash or a remote
        that breaks off leaves no half of it.

        Args:
            fill: does the first fetch in the directory that it is given.
            object_format: of the remote's hashes, ``sha1`` or ``sha256``.
        """
        for leftover in self.path.parent.glob(f".{self.path.name}-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        built = Path(tempfile.mkdtemp(prefix=f".{self.path.name}-", dir=self.path.parent))
        action = f"make a mirror in {self.path.parent}"
        GitCommand(built).run(
            "init",
            "--quiet",
            "--bare",
            "--template=",
            f"--object-format={object_format}",
            str(built),
            action=action,
        )
        command = GitCommand(built, git_directory=built)
        for key, value in (
            ("gc.auto", "0"),
            ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
            ("remote.origin.tagOpt", "--no-tags"),
            ("remote.origin.url", redact_url(self._url)),
        ):
            command.run("config", key, value, action=action)
        fill(built)
        shutil.rmtree(self.path, ignore_errors=True)
        built.rename(self.path)
        self._checked = True

    def remove_stale_packs(self) -> None:
        """Remove what fetches that were killed left of their packs; call it with the lock held."""
        oldest = time.time() - STALE_PACK_AGE
        for file in (self.path / "objects").glob("*/tmp_*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < oldest:
                    file.unlink()

    def remove_stale_locks(self) -> None:
        """Remove lock files that a killed git left; call it with the lock held."""
        oldest = time.time() - STALE_LOCK_AGE
        candidates = [*self.path.glob("*.lock"), *(self.path / "refs").rglob("*.lock")]
        for file in candidates:
            try:
                if file.stat().st_mtime < oldest:
                    file.unlink()
            except FileNotFoundError:
                continue
