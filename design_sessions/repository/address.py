"""What the user names as the repository: which remote it is, and which commit to start from."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from pydantic import BaseModel

from design_sessions.errors import InputError, RepositoryError
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.git.filters import without_filters
from design_sessions.repository.reading.paths import normalise_path
from design_sessions.repository.reading.snapshot import Snapshot
from design_sessions.repository.remote_url import (
    SCHEMES,
    is_readable,
    is_url,
    local_path,
    redact_url,
    repository_name,
    scheme_of,
)


class RepositoryAddress(BaseModel, frozen=True):
    """A repository that any worker can fetch from and push to.

    Attributes:
        remote_url: URL or absolute path, without credentials.
        checkout: top directory of the user's repository when a path was given; only read.
        has_origin: the remote is the ``origin`` of ``checkout``.
        name: last segment of the remote without ``.git``.
        credentials_removed: the address held a password or token, which was dropped. A worker
            needs ``GITHUB_TOKEN``, a credential helper or an ssh agent instead.
    """

    remote_url: str
    checkout: str | None
    has_origin: bool
    name: str
    credentials_removed: bool = False

    @property
    def work_tree(self) -> Path | None:
        """The top of the user's work tree; None for a bare repository and for a URL."""
        top = Path(self.checkout) if self.checkout is not None else None
        return top if top is not None and (top / ".git").exists() else None


def resolve_repository(path_or_url: str) -> RepositoryAddress:
    """Find the remote behind what the user names; no network is used.

    Args:
        path_or_url: a directory in a repository (``~`` is expanded), a bare repository, or an
            address that git understands over ``https``, ``ssh``, ``git`` or ``file``.

    Raises:
        InputError: it does not exist, is not a git repository, or its transport is not known.
    """
    given = path_or_url.strip()
    if not given:
        raise InputError("No repository given.", "Pass a path or URL with --repo.")
    path = Path(given).expanduser()
    if not path.exists() and is_url(given):
        return _remote(given, None)
    if not path.exists():
        raise InputError(
            f"The repository {given} does not exist.", "Pass another path or URL with --repo."
        )
    top = _top_directory(path.resolve())
    git = GitCommand(top)
    # Unlike the option's value, this has the user's url.*.insteadOf applied.
    origin = git.run(
        "remote", "get-url", "origin", action=f"read the remote of {top}", accept=(0, 2, 128)
    )
    if origin.status or not origin.text:
        return RepositoryAddress(
            remote_url=str(top), checkout=str(top), has_origin=False, name=repository_name(str(top))
        )
    url = origin.text.splitlines()[0]
    if not is_url(url):
        url = os.path.normpath(top / Path(url).expanduser())
    return _remote(url, str(top))


def check_checkout(
    address: RepositoryAddress, base: str | None = None, document_path: str | None = None
) -> str | None:
    """Find the commit to start from in the user's repository, which is not changed.

    That the remote has the commit is checked by :func:`resolve_base` after a fetch: what
    the checkout knows about its remote may be old.

    Args:
        address: what :func:`resolve_repository` gave.
        base: the user's ``--base``; None for HEAD.
        document_path: the context document, absolute or from the repository's root; it must be
            committed if the session starts from HEAD.

    Returns:
        The full hash, ``base`` as it is where only the remote may know it, None for a URL
        without ``base``.

    Raises:
        InputError: no commits, or the document has changes that are not committed.
    """
    if address.checkout is None:
        return base
    git = GitCommand(Path(address.checkout))
    head = git.commit_of("HEAD")
    commit = git.commit_of(base) if base else head
    if commit is None and base:
        commit = git.commit_of(f"refs/remotes/origin/{base}")
        if commit is None and not address.has_origin:
            raise _no_commit(address, base)
        return commit or base
    if commit is None:
        raise InputError(
            f"The repository {address.checkout} has no commits on its current branch.",
            "Commit the context document first, or choose a branch with --base.",
        )
    if document_path and commit == head and address.work_tree:
        _check_committed(git, address.work_tree, document_path)
    return commit


def checkout_snapshot(address: RepositoryAddress, base: str | None = None) -> Snapshot:
    """The files of the user's repository at ``base`` or HEAD, committed ones, without a mirror.

    Raises:
        InputError: the address is a URL, which needs a mirror; or there is no such commit.
    """
    if address.checkout is None:
        raise InputError(f"{address.remote_url} is not on this machine.", "Give a path.")
    commit = check_checkout(address, base)
    if commit is None or not re.fullmatch("[0-9a-f]{40,64}", commit):
        raise _no_commit(address, base)
    checkout = Path(address.checkout)
    found = GitCommand(checkout).run(
        "rev-parse", "--absolute-git-dir", action=f"read the repository {checkout}"
    )
    return Snapshot(Path(found.text), commit)


def _no_commit(address: RepositoryAddress, base: str | None) -> InputError:
    return InputError(
        f"{address.checkout} has no commit, branch or tag {base!r}.",
        "Choose another with --base.",
    )


def _remote(url: str, checkout: str | None) -> RepositoryAddress:
    scheme = scheme_of(url)
    if scheme is not None and scheme not in SCHEMES:
        raise InputError(
            f"The transport of {redact_url(url)} is not supported.",
            f"Use an address that starts with one of {', '.join(f'{s}://' for s in SCHEMES)}.",
        )
    if not is_readable(url):
        raise InputError(
            f"The address {redact_url(url)} cannot be read.",
            "Escape special characters of a password, such as %2F for /, or leave the password "
            "out: it is not used.",
        )
    path = local_path(url)
    if path is not None and not path.exists():
        raise InputError(
            f"The repository {path} does not exist.",
            "Check the address in --repo, or the repository's remote origin.",
        )
    return RepositoryAddress(
        remote_url=redact_url(url),
        checkout=checkout,
        has_origin=checkout is not None,
        name=repository_name(redact_url(url)),
        credentials_removed=redact_url(url) != url,
    )


def _top_directory(path: Path) -> Path:
    """The top of the work tree, or the bare repository itself."""
    if path.is_file():
        raise InputError(f"{path} is a file.", "Pass the repository's directory with --repo.")
    if path.name == ".git":
        path = path.parent
    git = GitCommand(path)
    action = f"read the repository {path}"
    try:
        bare, inside = git.run(
            "rev-parse", "--is-bare-repository", "--is-inside-work-tree", action=action
        ).text.split()
        what = "--absolute-git-dir" if bare == "true" or inside == "false" else "--show-toplevel"
        return Path(git.run("rev-parse", what, action=action).stdout.decode().rstrip("\n"))
    except RepositoryError as error:
        if re.search("not a git repository", error.message):
            raise InputError(
                f"{path} is not in a git repository.",
                "Pass another path or URL with --repo, or create one: git init, add and commit.",
            ) from error
        raise InputError(error.message, error.remedy) from error


def _check_committed(git: GitCommand, checkout: Path, document_path: str) -> None:
    path = Path(document_path)
    if path.is_absolute():
        path = Path(os.path.relpath(path.resolve(), checkout))
    relative = normalise_path(path.as_posix())
    if relative is None:
        return
    changes = git.run(
        "status",
        # A submodule's own configuration could name programs.
        "--ignore-submodules=all",
        "--porcelain",
        "-z",
        "--untracked-files=all",
        "--ignored=matching",
        "--",
        f":(top,literal){relative}",
        action=f"look for changes in {checkout}",
        configuration=without_filters(git),
    )
    if changes.stdout:
        git_there = f"git -C {shlex.quote(str(checkout))}"
        raise InputError(
            f"{relative} has changes that are not committed.",
            f"Commit it: {git_there} add {shlex.quote(relative)} && {git_there} commit; "
            "or choose another commit with --base.",
        )
