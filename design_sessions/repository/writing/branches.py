"""Names of branches, and which one a session writes."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel

from design_sessions.errors import InputError, RepositoryError
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.remote_url import local_path

LAST_SUFFIX = 99
"""The highest number that is tried for a branch whose predecessors are closed."""


BranchUse = Literal["ours", "closed", "merged", "others"]
"""Of a branch that is there: it is continued (``ours``), its pull request was merged or closed, all
that it has is in the base, or it holds another context's session."""


class BranchChoice(BaseModel, frozen=True):
    """The branch of a session.

    Attributes:
        branch: its name.
        head: its commit on the remote; None if it is to begin at the base.
        reason: ``new``; ``continued``: it exists and the session continues it; ``closed``: the
            wanted branch is used up or another's, so that this one has a suffix; ``merged``: it
            exists and moves to the base, whose history has it.
    """

    branch: str
    head: str | None
    reason: Literal["new", "continued", "closed", "merged"]


def choose_branch(
    mirror: Mirror,
    wanted: str,
    use_of: Callable[[str, str], BranchUse] = lambda branch, head: "ours",
    *,
    base: str | None = None,
) -> BranchChoice:
    """Find the branch to write, from the mirror's last fetch.

    Args:
        mirror: fetched by the caller.
        wanted: the name by rule or by ``--branch``.
        use_of: what a branch that exists, with this head, is used for.
        base: the commit that the session starts from.

    Raises:
        InputError: ``wanted`` is not a valid branch name, another branch conflicts with it, or all
            suffixes up to :data:`LAST_SUFFIX` are used.
    """
    if not is_branch_name(mirror.git, wanted):
        raise InputError(f"{wanted!r} is not a valid branch name.", "Choose another with --branch.")
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, LAST_SUFFIX + 1))]
    for name in names:
        head = mirror.branch_head(name)
        if head is None:
            _check_way_is_free(mirror, name)
            return BranchChoice(
                branch=name, head=None, reason="new" if name == wanted else "closed"
            )
        use = use_of(name, head)
        if use not in ("ours", "merged"):
            continue
        if base is not None and head != base and is_ancestor(mirror, head, base):
            return BranchChoice(branch=name, head=None, reason="merged")
        if use == "ours":
            reason: Literal["continued", "closed"] = "continued" if name == wanted else "closed"
            return BranchChoice(branch=name, head=head, reason=reason)
    raise InputError(
        f"{wanted} and its {LAST_SUFFIX - 1} successors are used up or hold other sessions.",
        "Choose another branch with --branch.",
    )


def is_ancestor(mirror: Mirror, ancestor: str, commit: str) -> bool:
    """Whether ``ancestor`` is ``commit`` or in its history."""
    output = mirror.git.run(
        "merge-base",
        "--is-ancestor",
        ancestor,
        commit,
        action=f"compare {ancestor[:12]} and {commit[:12]}",
        accept=(0, 1),
    )
    return output.status == 0


def is_branch_name(git: GitCommand, name: str) -> bool:
    """Whether git accepts the name; ``@{-1}`` and the like are no names."""
    if not name or name.startswith("-") or name == "HEAD":
        return False
    reference = f"refs/heads/{name}"
    action = f"check the name {name}"
    return git.run("check-ref-format", reference, action=action, accept=(0, 1)).status == 0


def check_not_checked_out(url: str, branch: str) -> None:
    """Refuse a branch that a work tree of a repository on this machine has checked out.

    Moving it would leave that work tree and its index behind, as if all was changed.

    Raises:
        RepositoryError: it is checked out; nothing was written.
    """
    path = local_path(url)
    if path is None or not path.exists():
        return
    listing = GitCommand(path).run(
        "worktree", "list", "--porcelain", action=f"list the work trees of {path}"
    )
    for tree in listing.text.split("\n\n"):
        fields = tree.split("\n")
        if f"branch refs/heads/{branch}" in fields and "bare" not in fields:
            where = fields[0].removeprefix("worktree ")
            raise RepositoryError(
                f"The branch {branch} is checked out in {where}.",
                f"Check out another one there (git -C {shlex.quote(where)} switch --detach), then "
                "retry.",
            )


def _check_way_is_free(mirror: Mirror, name: str) -> None:
    for other in mirror.branches():
        if other.startswith(f"{name}/") or name.startswith(f"{other}/"):
            raise InputError(
                f"The branch {name} cannot exist beside the branch {other}.",
                "Choose another branch with --branch.",
            )
