"""Moving and removing branches of the remote, and asking first."""

from __future__ import annotations

import os
import re
from typing import Literal

from design_sessions.errors import InputError, RepositoryError
from design_sessions.repository.git.command import NETWORK_LIMIT, GitCommand
from design_sessions.repository.git.errors import RULES_REMEDY
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.remote_url import local_path, redact_url
from design_sessions.repository.writing.branches import check_not_checked_out, is_branch_name

# What git and a receiving repository say when another writer was faster.
_RACE = re.compile(
    r"stale info|fetch first|non-fast-forward|incorrect old value|cannot lock ref"
    r"|failed to update ref|reference already exists|\.lock': File exists"
)


class PushRefusedError(RepositoryError):
    """The remote refused the commits themselves, by a hook or a rule."""


def push_commit(
    mirror: Mirror,
    branch: str,
    commit: str,
    *,
    expected: str | None,
    if_refused: str = RULES_REMEDY,
) -> Literal["pushed", "raced"]:
    """Move a branch of the remote from ``expected`` to ``commit`` if it is still there.

    Args:
        mirror: has ``commit``.
        branch: to move.
        commit: its new head.
        expected: its head before; None if it must not exist.
        if_refused: what a person can do where the remote's rules refuse.

    Returns:
        ``raced`` if another writer was faster, so that nothing was written.

    Raises:
        PushRefusedError: a hook or rule of the remote refused.
        DesignSessionError: as for every command that asks the remote.
    """
    check_not_checked_out(mirror.push_url, branch)
    reference = f"refs/heads/{branch}"
    action = f"push {branch} to {redact_url(mirror.push_url)}"
    output = mirror.git.run(
        "push",
        "--porcelain",
        "--no-verify",
        f"--force-with-lease={reference}:{expected or ''}",
        "origin",
        f"{commit}:{reference}",
        action=action,
        accept=(0, 1),
        time_limit=NETWORK_LIMIT,
    )
    if output.status == 0:
        return "pushed"
    refusals = [
        line.split("\t")[-1]
        for line in output.stdout.decode("utf-8", "replace").splitlines()
        if line.startswith("!\t")
    ]
    words = "\n".join([output.stderr, *refusals])
    if refusals and _RACE.search(words):
        return "raced"
    error = mirror.git.error(action, words)
    if refusals and type(error) is RepositoryError:
        by_rules = error.remedy == RULES_REMEDY
        raise PushRefusedError(error.message, if_refused if by_rules else error.remedy)
    raise error


def check_push_allowed(mirror: Mirror, branch: str) -> None:
    """Ask the remote for a push without making it, and look at the rights on a local one.

    Rules that only run on a real push (hooks, protected branches) cannot be asked.

    Args:
        mirror: of the remote; it is fetched.
        branch: the one to write, there or not.

    Raises:
        InputError: the remote is empty, or ``branch`` is not a valid name.
        DesignSessionError: pushing is not possible; has the remedy.
    """
    mirror.fetch()
    if not is_branch_name(mirror.git, branch):
        raise InputError(f"{branch!r} is not a valid branch name.", "Choose another with --branch.")
    commit = mirror.branch_head(branch) or _any_commit(mirror)
    check_not_checked_out(mirror.push_url, branch)
    _check_rights(mirror)
    mirror.git.run(
        "push",
        "--dry-run",
        "--quiet",
        "--no-verify",
        "--force",
        "origin",
        f"{commit}:refs/heads/{branch}",
        action=f"push to {redact_url(mirror.push_url)}",
        time_limit=NETWORK_LIMIT,
    )


def _any_commit(mirror: Mirror) -> str:
    for name in mirror.branches():
        if head := mirror.branch_head(name):
            return head
    raise InputError(f"{mirror.url} has no commits.", "Push the context document there first.")


def _check_rights(mirror: Mirror) -> None:
    path = local_path(mirror.push_url)
    if path is None:
        return
    common = GitCommand(path).run(
        "rev-parse", "--git-common-dir", action=f"read the repository {path}"
    )
    directory = path / common.text
    for name in ("objects", "refs", "refs/heads"):
        if not os.access(directory / name, os.W_OK | os.X_OK):
            raise RepositoryError(
                f"The worker's user cannot write to the repository {path}.",
                f"Give that user write permission for {directory / name}.",
            )


def delete_branch(mirror: Mirror, branch: str) -> bool:
    """Remove ``branch`` from the remote; False if it was not there.

    Raises:
        RepositoryError: it is checked out in a work tree of a remote on this machine, the default
            branch, or refused.
    """
    check_not_checked_out(mirror.push_url, branch)
    if branch == mirror.default_branch():
        raise RepositoryError(f"{branch} is the default branch of {mirror.url}.")
    head = mirror.fetch_branch(branch)
    if head is None:
        return False
    mirror.git.run(
        "push",
        "--quiet",
        "--no-verify",
        f"--force-with-lease=refs/heads/{branch}:{head}",
        "origin",
        f":refs/heads/{branch}",
        action=f"delete {branch} from {mirror.url}",
        time_limit=NETWORK_LIMIT,
    )
    return True
