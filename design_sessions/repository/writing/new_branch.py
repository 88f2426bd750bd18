"""Making the branch of a session on the remote."""

from __future__ import annotations

from design_sessions.errors import InputError, RepositoryError
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.branches import is_ancestor, is_branch_name
from design_sessions.repository.writing.commit_builder import DesignCommit
from design_sessions.repository.writing.push import push_commit
from design_sessions.repository.writing.trial_commit import REFUSED_AT_START, push_trial


def create_branch(
    mirror: Mirror, branch: str, commit: str, *, probe: DesignCommit | None = None
) -> bool:
    """Make ``branch`` at ``commit`` on the remote.

    A branch that already exists and has the commit in its history is fine, so the call may be
    repeated; one that the commit has in its history moves to it.

    Args:
        mirror: of the remote.
        branch: to make.
        commit: where it begins.
        probe: a commit of the session's kind, which asks the remote's rules: the branch is made
            with it, and moved back.

    Returns:
        Whether it was made or moved; False if it was there.

    Raises:
        InputError: ``branch`` is not a valid branch name.
        RepositoryError: it is there with another history, checked out in a work tree of a remote
            on this machine, or refused; nothing is left on the remote.
    """
    if not is_branch_name(mirror.git, branch):
        raise InputError(f"{branch!r} is not a valid branch name.", "Choose another with --branch.")
    if not mirror.has_commit(commit):
        mirror.fetch()
    head = mirror.fetch_branch(branch)
    if head is None or (head != commit and is_ancestor(mirror, head, commit)):
        if probe is not None:
            asked = push_trial(mirror, branch, commit, probe, expected=head)
        else:
            asked = push_commit(mirror, branch, commit, expected=head, if_refused=REFUSED_AT_START)
        if asked == "pushed":
            return True
        head = mirror.fetch_branch(branch)
    if head is None:
        raise RepositoryError(
            f"{mirror.url} does not accept the new branch {branch}.",
            "Delete branches that conflict with it, or choose another with --branch.",
        )
    if not is_ancestor(mirror, commit, head):
        raise RepositoryError(
            f"{mirror.url} has a branch {branch} that does not contain {commit[:12]}.",
            "Choose another with --branch, or delete it.",
        )
    return False
